package orchestrate.ipc.sync;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.wait.Deadline;

/** A lock that is had by taking a number of permits of an object. */
abstract sealed class LockSide implements Lock
    permits SharedReadWriteLock.ReadLock, SharedReadWriteLock.WriteLock {
  private final ContendedObject object;
  private final int permits;

  LockSide(ContendedObject object, int permits) {
    this.object = object;
    this.permits = permits;
  }

  /**
   * Whether the calling thread has it, or what gives it the right to it; then it has it once more.
   *
   * @throws IllegalStateException if it has something that it would wait for itself to release
   */
  abstract boolean again();

  /** Takes it; waits as long as it takes, also when interrupted. */
  @Override
  public final void lock() {
    if (!again() && !object.takeAtOnce(permits)) {
      object.takeUninterruptibly(permits);
    }
  }

  /** Takes it; waits as long as it takes. */
  @Override
  public final void lockInterruptibly() throws InterruptedException {
    lockBefore(Deadline.never());
  }

  /**
   * Takes it.
   *
   * @throws TimeoutException if that wasn't possible in time; names the holders
   */
  public final void lock(Duration allowed) throws InterruptedException, TimeoutException {
    Deadline deadline = Deadline.after(allowed);
    if (!lockBefore(deadline)) {
      throw new TimeoutException("%s: %s".formatted(this, deadline.waitedOfAllowed()));
    }
  }

  /** Takes it if that is possible in time. */
  @Override
  public final boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
    return tryLock(Duration.of(timeout, unit.toChronoUnit()));
  }

  /** Takes it if that is possible in time. */
  public final boolean tryLock(Duration allowed) throws InterruptedException {
    return lockBefore(Deadline.after(allowed));
  }

  private boolean lockBefore(Deadline deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return again()
        || object.takeAtOnce(permits)
        || object.takeWithin(Patience.until(deadline), permits);
  }
}
