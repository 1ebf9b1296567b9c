package orchestrate.ipc.wait;

import java.util.concurrent.locks.LockSupport;

/**
 * The life of a thread that wakes interrupted sleepers again and again until they are up, so that
 * whoever interrupts a thread needn't wait for that. Now and then it wakes all of them to look at
 * their words, as a belt against lost wake-ups. It sleeps when there is nothing to do.
 */
final class Courier implements Runnable {
  /** Between two wake-ups of one who hadn't fallen asleep yet, or hasn't got a processor since. */
  static final long PAUSE_NANOS = 1_000_000;

  private final Sleepers sleepers;
  private final long safetyNanos;
  private long lastLook = System.nanoTime();

  Courier(Sleepers sleepers, long safetyNanos) {
    this.sleepers = sleepers;
    this.safetyNanos = safetyNanos;
  }

  @Override
  public void run() {
    while (true) {
      LockSupport.parkNanos(this, round() ? PAUSE_NANOS : safetyNanos);
    }
  }

  /** Whether there is somebody to be woken again. */
  private boolean round() {
    boolean wakeAll = System.nanoTime() - lastLook >= safetyNanos;
    if (wakeAll) {
      lastLook = System.nanoTime();
    }
    boolean again = false;
    for (Sleeper sleeper : sleepers.list()) {
      boolean interrupted = sleeper.isInterruptedAsleep();
      if (interrupted || wakeAll) {
        sleeper.nudge();
      }
      again |= interrupted;
    }
    return again;
  }
}
