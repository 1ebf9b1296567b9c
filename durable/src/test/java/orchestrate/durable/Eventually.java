package orchestrate.durable;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come; a test that waits in vain is ended by its own time limit. */
final class Eventually {
  private Eventually() {}

  static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("it never came");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
