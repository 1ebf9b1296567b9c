package orchestrate.ipc.queue;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.function.ToLongFunction;

/**
 * How elements of a queue become bytes in shared memory, and elements again in another process.
 *
 * <p>Stateless, or thread-safe: a queue calls it from any thread. It is called in the middle of an
 * operation, so it must not use the queue, and should not block.
 *
 * @param <E> the type of the elements
 */
public interface Codec<E> {
  /**
   * What the bytes are, in a word or two ({@code "long"}, {@code "record Point(int x, int y)"}).
   * Processes that share a queue must use codecs of the same name: the queue checks it.
   */
  String name();

  /**
   * Writes an element.
   *
   * @param target where to write, from {@code offset} on, at most {@code limit} bytes
   * @return how many bytes it wrote; if that is more than {@code limit}, the element is too large
   *     and what was written is void
   */
  long encode(E element, MemorySegment target, long offset, long limit);

  /** Reads an element of {@code length} bytes at {@code offset}; keeps no reference to it. */
  E decode(MemorySegment source, long offset, long length);

  /**
   * The priority of an element in a queue by priority; the smallest comes out first. Asked once,
   * when the element is put.
   */
  default long priorityOf(E element) {
    throw new UnsupportedOperationException(
        "a queue by priority needs a codec that says the priority: see Codec.withPriority");
  }

  /**
   * The same codec for a queue by priority. Who only takes doesn't need it.
   *
   * <pre>{@code
   * Codec.records(Job.class).withPriority(Job::deadline)
   * }</pre>
   *
   * <p>A queue with it can be passed to another process only if the function is {@link
   * Serializable}.
   */
  default Codec<E> withPriority(ToLongFunction<? super E> priority) {
    return new Prioritized<>(this, priority);
  }

  /** Bytes as they are. */
  static Codec<byte[]> bytes() {
    return Codecs.BYTES;
  }

  /** Text, in UTF-8. */
  static Codec<String> strings() {
    return Codecs.STRINGS;
  }

  /** Numbers of 8 bytes, in this machine's byte order. */
  static Codec<Long> longs() {
    return Codecs.LONGS;
  }

  /**
   * Records whose components are primitives, {@code String}, {@code byte[]}, enums, or such
   * records; those that can be null may be null. The class may be private.
   *
   * @throws IllegalArgumentException if a component is something else; says which
   */
  static <R extends Record> Codec<R> records(Class<R> type) {
    return new RecordCodec<>(type);
  }

  /**
   * Objects of a class by Java's serialization: for convenience, not for speed.
   *
   * <p>Only this user's processes can write to a session, so what is read back is as trustworthy as
   * they are.
   */
  static <S extends Serializable> Codec<S> serialized(Class<S> type) {
    return new SerializedCodec<>(type);
  }
}
