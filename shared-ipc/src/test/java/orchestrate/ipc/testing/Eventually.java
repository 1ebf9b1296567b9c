package orchestrate.ipc.testing;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come; a test that waits in vain is ended by its own time limit. */
public final class Eventually {
  private Eventually() {}

  public static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("it never came");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
