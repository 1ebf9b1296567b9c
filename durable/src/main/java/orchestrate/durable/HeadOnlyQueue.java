package orchestrate.durable;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A queue that gives its elements up at its head only. */
abstract class HeadOnlyQueue<E> extends AbstractQueue<E> {
  /** Not supported: elements are taken from the head only, what is on disk is not rewritten. */
  @Override
  public boolean remove(@Nullable Object o) {
    throw headOnly();
  }

  /** Not supported, see {@link #remove(Object)}. */
  @Override
  public boolean removeAll(Collection<?> c) {
    throw headOnly();
  }

  /** Not supported, see {@link #remove(Object)}. */
  @Override
  public boolean retainAll(Collection<?> c) {
    throw headOnly();
  }

  /** Not supported, see {@link #remove(Object)}. */
  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    throw headOnly();
  }

  private static UnsupportedOperationException headOnly() {
    return new UnsupportedOperationException(
        "a durable queue gives elements up at its head only: what is on disk is not rewritten");
  }
}
