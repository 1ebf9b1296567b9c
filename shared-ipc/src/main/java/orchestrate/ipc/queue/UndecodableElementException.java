package orchestrate.ipc.queue;

import java.lang.foreign.MemorySegment;

/**
 * The codec could not make an element of what it found in a queue or channel; the cause says why.
 * Who tried to take it gets this instead, and the element is not in the queue any more: else it
 * would be the next for ever. What it was can be saved from {@link #bytes()}.
 *
 * <p>Who only looked (by peek or an iterator) gets it too, and the element stays.
 */
public final class UndecodableElementException extends RuntimeException {
  /** How much of an element is kept here. */
  public static final int MOST_BYTES = 1 << 16;

  private static final long serialVersionUID = 1;

  private final byte[] bytes;
  private final long length;

  /**
   * For queues.
   *
   * @param holder what it was in, with its name: {@code queue 'files'}
   * @param memory where the element is, from {@code offset} on, {@code length} bytes
   * @param cause what the codec threw
   */
  public UndecodableElementException(
      String holder, MemorySegment memory, long offset, long length, Throwable cause) {
    super(
        "%s: an element of %d bytes can't be decoded: %s".formatted(holder, length, cause), cause);
    this.bytes = Codecs.copy(memory, offset, Math.min(length, MOST_BYTES));
    this.length = length;
  }

  /** The element as its codec wrote it; of a very long one, the first {@link #MOST_BYTES}. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How many bytes it had. */
  public long length() {
    return length;
  }
}
