package orchestrate.ipc.queue;

import java.lang.foreign.MemorySegment;
import java.util.function.ToLongFunction;

/** See {@link Codec#withPriority}. */
record Prioritized<E>(Codec<E> codec, ToLongFunction<? super E> priority) implements Codec<E> {
  @Override
  public String name() {
    return codec.name();
  }

  @Override
  public long encode(E element, MemorySegment target, long offset, long limit) {
    return codec.encode(element, target, offset, limit);
  }

  @Override
  public E decode(MemorySegment source, long offset, long length) {
    return codec.decode(source, offset, length);
  }

  @Override
  public long priorityOf(E element) {
    return priority.applyAsLong(element);
  }
}
