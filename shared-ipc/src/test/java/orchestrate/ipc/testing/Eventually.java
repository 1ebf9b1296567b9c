package orchestrate.ipc.testing;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come; a test that waits in vain is ended by its own time limit. */
public final class Eventually {
  private static final long FIRST_PAUSE_NANOS = 10_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000;

  private Eventually() {}

  public static void await(BooleanSupplier condition) {
    long pause = FIRST_PAUSE_NANOS;
    while (!condition.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("it never came");
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }
  }
}
