package orchestrate.durable;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.wait.Deadline;

/**
 * Excludes all other processes; comes back when its holder dies. For one thread at a time in each
 * process.
 */
final class Permit {
  private static final Duration SLICE = Duration.ofMillis(100);

  private final SharedSemaphore semaphore;
  private final BooleanSupplier closed;

  /**
   * @param semaphore with one permit
   * @param closed whether this process has given the queue up, and waits for nothing any more
   */
  Permit(SharedSemaphore semaphore, BooleanSupplier closed) {
    this.semaphore = semaphore;
    this.closed = closed;
  }

  /** Takes it; false if it could not be had in time, or this process closed the queue. */
  boolean acquire(Deadline deadline) throws InterruptedException {
    if (semaphore.tryAcquire(1)) {
      return true;
    }
    while (!closed.getAsBoolean()) {
      long left = deadline.remainingNanos();
      if (left <= 0) {
        return false;
      }
      if (semaphore.tryAcquire(1, left < SLICE.toNanos() ? Duration.ofNanos(left) : SLICE)) {
        return true;
      }
    }
    return false;
  }

  void release() {
    semaphore.release();
  }
}
