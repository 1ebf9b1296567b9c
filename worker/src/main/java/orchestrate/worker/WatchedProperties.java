package orchestrate.worker;

import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * System properties that count how often they were changed: to compare them all after each task
 * would take longer than a short task does. What is changed through a view ({@code keySet}, {@code
 * entrySet}) is noticed at the next change of the usual kind.
 */
final class WatchedProperties extends Properties {
  private static final long serialVersionUID = 1;

  private transient volatile long changes;

  WatchedProperties(Map<?, ?> initial) {
    super.putAll(initial);
  }

  long changes() {
    return changes;
  }

  @Override
  public synchronized @Nullable Object put(Object key, Object value) {
    changes++;
    return super.put(key, value);
  }

  @Override
  public synchronized void putAll(Map<?, ?> all) {
    changes++;
    super.putAll(all);
  }

  @Override
  public synchronized @Nullable Object putIfAbsent(Object key, Object value) {
    changes++;
    return super.putIfAbsent(key, value);
  }

  @Override
  public synchronized @Nullable Object remove(Object key) {
    changes++;
    return super.remove(key);
  }

  @Override
  public synchronized boolean remove(Object key, Object value) {
    changes++;
    return super.remove(key, value);
  }

  @Override
  public synchronized void clear() {
    changes++;
    super.clear();
  }

  @Override
  public synchronized @Nullable Object replace(Object key, Object value) {
    changes++;
    return super.replace(key, value);
  }

  @Override
  public synchronized boolean replace(Object key, Object former, Object value) {
    changes++;
    return super.replace(key, former, value);
  }

  @Override
  public synchronized void replaceAll(BiFunction<? super Object, ? super Object, ?> change) {
    changes++;
    super.replaceAll(change);
  }

  @Override
  public synchronized Object computeIfAbsent(Object key, Function<? super Object, ?> value) {
    changes++;
    return super.computeIfAbsent(key, value);
  }

  @Override
  public synchronized Object computeIfPresent(
      Object key, BiFunction<? super Object, ? super Object, ?> value) {
    changes++;
    return super.computeIfPresent(key, value);
  }

  @Override
  public synchronized Object compute(
      Object key, BiFunction<? super Object, ? super Object, ?> value) {
    changes++;
    return super.compute(key, value);
  }

  @Override
  public synchronized Object merge(
      Object key, Object value, BiFunction<? super Object, ? super Object, ?> change) {
    changes++;
    return super.merge(key, value, change);
  }
}
