package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Looking at a word for a short while, as long as it has been paying off.
 *
 * <p>Each word has a time of its own (as good as: they share a small table by address): a
 * microsecond at first. If the change comes, the next time is at least that, and at least twice
 * what it took, up to ten microseconds; if not, it is a quarter shorter, down to a quarter of a
 * microsecond, in which two threads that both look can still hand over.
 *
 * <p>Two threads that take turns and both sleep would never find out that looking pays: each is
 * given up too soon by the other, who must first be woken. So one of some sixty tries gets the
 * longest time. If it meets the other, both are back at looking.
 *
 * <p>With one processor nothing can change meanwhile, so there is one look. A virtual thread
 * doesn't keep its carrier longer than the first time.
 *
 * <p>Thread-safe. Threads race on the times, and any is right.
 */
final class Spinning {
  static final int FIRST_NANOS = 1_000;
  static final int LONGEST_NANOS = 10_000;
  static final int SHORTEST_NANOS = 250;

  private static final int WORDS_LOG2 = 6;
  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;
  private static final int LOOKS_PER_READING = 4;
  private static final int TRIES_PER_PROBE = 64;
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final boolean worthwhile;
  private final LongSupplier clock;
  private final int[] nanos = new int[1 << WORDS_LOG2];

  Spinning() {
    this(Runtime.getRuntime().availableProcessors(), System::nanoTime);
  }

  Spinning(int processors, LongSupplier clock) {
    this.worthwhile = processors > 1;
    this.clock = clock;
    Arrays.fill(nanos, FIRST_NANOS);
  }

  /** Whether the int is, or became, something else than {@code expected}. */
  boolean spin(MemorySegment segment, long offset, int expected) {
    if ((int) INT.getAcquire(segment, offset) != expected) {
      return true;
    }
    if (!worthwhile) {
      return false;
    }
    int word = index(segment.address() + offset);
    int usual = nanos[word];
    long start = clock.getAsLong();
    int limit = limit(usual, start);
    do {
      for (int i = 0; i < LOOKS_PER_READING; i++) {
        Thread.onSpinWait();
        if ((int) INT.getAcquire(segment, offset) != expected) {
          adjust(word, usual, afterSuccess(usual, clock.getAsLong() - start));
          return true;
        }
      }
    } while (clock.getAsLong() - start < limit);
    adjust(word, usual, Math.max(SHORTEST_NANOS, usual - usual / 4));
    return false;
  }

  /** How long a look at the word lasts now. */
  int nanosFor(MemorySegment segment, long offset) {
    return nanos[index(segment.address() + offset)];
  }

  private static int limit(int usual, long now) {
    // The clock's middle bits are as good as a die.
    boolean probe = (now >>> 5) % TRIES_PER_PROBE == 0;
    int limit = probe ? LONGEST_NANOS : usual;
    return Thread.currentThread().isVirtual() ? Math.min(limit, FIRST_NANOS) : limit;
  }

  private static int afterSuccess(int usual, long passed) {
    return (int) Math.min(LONGEST_NANOS, Math.max(Math.max(usual, FIRST_NANOS), 2 * passed));
  }

  private void adjust(int word, int usual, int now) {
    if (now != usual) {
      nanos[word] = now;
    }
  }

  private static int index(long address) {
    return (int) (((address >>> 2) * GOLDEN_RATIO) >>> (Long.SIZE - WORDS_LOG2));
  }
}
