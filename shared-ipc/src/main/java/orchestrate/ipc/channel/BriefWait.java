package orchestrate.ipc.channel;

import java.util.function.BooleanSupplier;

/**
 * Looking for work for a moment before one sleeps, as long as it has been paying off.
 *
 * <p>If work comes, the next look lasts at least twice as long as it took, up to fifty
 * microseconds: about what it costs to be woken. If not, the next is a quarter shorter, down to
 * half a microsecond. One of some sixty lasts as long as any, to find out whether it would pay
 * again.
 *
 * <p>With one processor nothing can come meanwhile, so there is one look.
 *
 * <p>Belongs to one thread.
 */
final class BriefWait {
  private static final int FIRST_NANOS = 2_000;
  private static final int LONGEST_NANOS = 50_000;
  private static final int SHORTEST_NANOS = 500;
  private static final int LOOKS_PER_READING = 8;
  private static final int TRIES_PER_PROBE = 64;
  private static final boolean WORTHWHILE = Runtime.getRuntime().availableProcessors() > 1;

  private int nanos = FIRST_NANOS;
  private int tries;

  /** Whether there is work, or came while we looked. */
  boolean until(BooleanSupplier work) {
    if (work.getAsBoolean()) {
      return true;
    }
    return WORTHWHILE && look(work);
  }

  private boolean look(BooleanSupplier work) {
    int limit = ++tries % TRIES_PER_PROBE == 0 ? LONGEST_NANOS : nanos;
    long start = System.nanoTime();
    long passed;
    do {
      for (int i = 0; i < LOOKS_PER_READING; i++) {
        Thread.onSpinWait();
        if (work.getAsBoolean()) {
          paid(System.nanoTime() - start);
          return true;
        }
      }
      passed = System.nanoTime() - start;
    } while (passed < limit);
    nanos = Math.max(SHORTEST_NANOS, nanos - nanos / 4);
    return false;
  }

  private void paid(long passed) {
    long longer = Math.max(Math.max(nanos, FIRST_NANOS), 2 * passed);
    nanos = (int) Math.min(LONGEST_NANOS, longer);
  }
}
