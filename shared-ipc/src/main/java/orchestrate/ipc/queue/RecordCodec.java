package orchestrate.ipc.queue;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** See {@link Codec#records}: the values of the components, one after another. */
@SuppressWarnings("serial") // the class of the records is written in its place
final class RecordCodec<R extends Record> implements Codec<R>, Serializable {
  private static final long serialVersionUID = 1;

  private final Class<R> type;
  private final String components;
  private final Component[] parts;
  private final MethodHandle constructor;

  /** How one component is read from a record, and its value from and to memory. */
  private record Component(MethodHandle accessor, ValueCodec values) {}

  RecordCodec(Class<R> type) {
    this(type, Set.of());
  }

  /**
   * @param around the records that it is a part of
   */
  RecordCodec(Class<R> type, Set<Class<?>> around) {
    this.type = type;
    RecordComponent[] found = type.getRecordComponents();
    this.parts = new Component[found.length];
    for (int i = 0; i < found.length; i++) {
      parts[i] = new Component(accessor(found[i]), ValueCodec.of(found[i], around));
    }
    this.components =
        IntStream.range(0, found.length)
            .mapToObj(i -> parts[i].values.name() + " " + found[i].getName())
            .collect(Collectors.joining(", ", type.getSimpleName() + "(", ")"));
    this.constructor = constructor(type, found);
  }

  @Override
  public String name() {
    return "record " + components;
  }

  /** {@code Point(int x, int y)}. */
  String shape() {
    return components;
  }

  @Override
  public long encode(R element, MemorySegment target, long offset, long limit) {
    Cursor cursor = new Cursor(target, offset, limit);
    put(element, cursor);
    return cursor.moved();
  }

  @Override
  public R decode(MemorySegment source, long offset, long length) {
    return get(new Cursor(source, offset, length));
  }

  private Object writeReplace() {
    return new Reference<>(type);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a codec of records is passed by the class of the records");
  }

  private record Reference<R extends Record>(Class<R> type) implements Serializable {
    private Object readResolve() {
      return new RecordCodec<>(type);
    }
  }

  void put(Object element, Cursor cursor) {
    for (Component part : parts) {
      part.values.put(read(part.accessor, element), cursor);
    }
  }

  R get(Cursor cursor) {
    @Nullable Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = parts[i].values.get(cursor);
    }
    return make(values);
  }

  private @Nullable Object read(MethodHandle accessor, Object element) {
    try {
      return accessor.invokeExact(element);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("an accessor of record " + components + " failed", e);
    }
  }

  private R make(@Nullable Object[] values) {
    try {
      return type.cast(constructor.invokeExact(values));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the constructor of record " + components + " failed", e);
    }
  }

  private static MethodHandle accessor(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true); // the record may be private
    try {
      return MethodHandles.lookup()
          .unreflect(accessor)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(constructor)
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot make a " + type, e);
    }
  }
}
