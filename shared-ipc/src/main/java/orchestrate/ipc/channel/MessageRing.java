package orchestrate.ipc.channel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A ring of messages from one producer to one consumer, in memory that two processes share.
 *
 * <pre>
 *     0  producer position  (bytes ever written; moves last, with release)
 *    64  consumer position  (bytes ever read; moves when the message was copied out)
 *   128  data: capacity bytes, a power of two
 *
 *   a message in data, 8-byte aligned:   length | payload | padding to 8
 *   the rest of a lap that a message does not fit in:   {@link #SKIP}
 * </pre>
 *
 * <p>A producer that is killed in the middle of a message has not moved its position, so nobody
 * ever sees half of one. A consumer that is killed has moved its position past what it copied.
 *
 * <p>The producer can take back what the consumer hasn't taken yet: both move the consumer's
 * position by compare-and-set, so each message is either taken or taken back. A message that the
 * consumer is copying just then may be overwritten under its hands; it then finds that it didn't
 * get it.
 *
 * <p>Thread-safety: at any time one thread may offer and one may poll. What the producer wrote
 * before {@link #offer} happens-before the return of the {@link #poll} that gets the message.
 *
 * <p>The algorithm is Lamport's bounded queue, with each side keeping a copy of the other's
 * position so that the shared cache lines are read only when the ring looks full or empty.
 */
public final class MessageRing {
  private static final VarHandle POSITION = JAVA_LONG.varHandle();
  private static final long PRODUCER = 0;
  private static final long CONSUMER = 64;
  private static final long DATA = 128;
  private static final int HEADER = Integer.BYTES;
  private static final int SKIP = -1;

  private final MemorySegment memory;
  private final int capacity;
  private long producerSeen;
  private long consumerSeen;

  /**
   * The ring in {@code memory}, which both sides must have given the same size. Fresh memory must
   * be zero.
   */
  public MessageRing(MemorySegment memory) {
    this.memory = memory;
    this.capacity = (int) (memory.byteSize() - DATA);
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity must be a power of two, not " + capacity);
    }
    // What a consumer before us has read is no news, whatever it says in the ring.
    this.producerSeen = (long) POSITION.getAcquire(memory, CONSUMER);
  }

  /** The bytes of memory that a ring of this capacity takes; a multiple of 64. */
  public static long bytesFor(int capacity) {
    return DATA + capacity;
  }

  /** The longest message that is sure to find room, in bytes. */
  public int maxMessage() {
    return capacity / 2 - Long.BYTES;
  }

  /**
   * Appends the first {@code length} bytes of {@code message}.
   *
   * @return false if there is no room now
   * @throws IllegalArgumentException if it is longer than {@link #maxMessage}
   */
  public boolean offer(byte[] message, int length) {
    if (length > maxMessage()) {
      throw new IllegalArgumentException(
          "a message of " + length + " bytes; the limit is " + maxMessage());
    }
    long position = (long) POSITION.get(memory, PRODUCER);
    int size = align(HEADER + length);
    int toEnd = capacity - index(position);
    int needed = size <= toEnd ? size : toEnd + size;
    if (position + needed - consumerSeen > capacity) {
      consumerSeen = (long) POSITION.getAcquire(memory, CONSUMER);
      if (position + needed - consumerSeen > capacity) {
        return false;
      }
    }
    if (size > toEnd) {
      memory.set(JAVA_INT, DATA + index(position), SKIP);
      position += toEnd;
    }
    long at = DATA + index(position);
    memory.set(JAVA_INT, at, length);
    MemorySegment.copy(message, 0, memory, JAVA_BYTE, at + HEADER, length);
    POSITION.setRelease(memory, PRODUCER, position + size);
    return true;
  }

  /** Where the last message that was offered ends. For the producer. */
  public long produced() {
    return (long) POSITION.get(memory, PRODUCER);
  }

  /** Up to where messages were taken, or taken back. */
  public long consumed() {
    return (long) POSITION.getAcquire(memory, CONSUMER);
  }

  /**
   * Takes back all that the consumer hasn't taken. For the producer.
   *
   * @return up to where the consumer has taken messages: those that end later, as {@link #produced}
   *     told, it will never see
   */
  public long withdraw() {
    long produced = produced();
    long consumed = consumed();
    while (!POSITION.compareAndSet(memory, CONSUMER, consumed, produced)) {
      consumed = consumed();
    }
    consumerSeen = produced;
    return consumed;
  }

  /** Whether {@link #poll} would find nothing. For the consumer. */
  public boolean isEmpty() {
    return !hasMessageAt(consumed());
  }

  private boolean hasMessageAt(long position) {
    if (position >= producerSeen) { // Greater if the producer took back what we had not seen.
      producerSeen = (long) POSITION.getAcquire(memory, PRODUCER);
    }
    return position < producerSeen;
  }

  /**
   * Takes the oldest message.
   *
   * @param into at least {@link #maxMessage} bytes
   * @return the message's length, or -1 if there is none
   */
  public int poll(byte[] into) {
    // One and the same position is looked at and moved on: the producer may move it at any time.
    for (long position = consumed(); hasMessageAt(position); position = consumed()) {
      long start = position;
      int length = memory.get(JAVA_INT, DATA + index(start));
      if (length == SKIP) {
        // A producer writes the skip and the message after it in one step.
        start += capacity - index(start);
        length = memory.get(JAVA_INT, DATA + index(start));
      }
      boolean possible = isPossible(start, length);
      if (possible) {
        MemorySegment.copy(memory, JAVA_BYTE, DATA + index(start) + HEADER, into, 0, length);
      }
      long end = start + align(HEADER + length);
      if (POSITION.compareAndSet(memory, CONSUMER, position, end)) {
        if (!possible) {
          throw new IllegalStateException("the ring holds a message of " + length + " bytes");
        }
        return length;
      }
    }
    return -1;
  }

  /** What was taken back and overwritten meanwhile may look like anything. */
  private boolean isPossible(long start, int length) {
    return length >= 0 && length <= maxMessage() && index(start) + HEADER + length <= capacity;
  }

  private int index(long position) {
    return (int) (position & (capacity - 1));
  }

  private static int align(int size) {
    return (size + 7) & ~7;
  }
}
