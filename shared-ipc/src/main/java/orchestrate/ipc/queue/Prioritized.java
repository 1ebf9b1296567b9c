package orchestrate.ipc.queue;

import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.function.ToLongFunction;

/** See {@link Codec#withPriority}. */
@SuppressWarnings("serial") // looked at when it is written
record Prioritized<E>(Codec<E> codec, ToLongFunction<? super E> priority)
    implements Codec<E>, Serializable {
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

  private Object writeReplace() throws ObjectStreamException {
    if (codec instanceof Serializable && priority instanceof Serializable) {
      return this;
    }
    throw new NotSerializableException(
        "a codec with a priority can't be passed to another process: %s is not Serializable; cast a"
                .formatted(
                    codec instanceof Serializable ? "the function" : codec.getClass().getName())
            + " function to (ToLongFunction<...> & Serializable)");
  }
}
