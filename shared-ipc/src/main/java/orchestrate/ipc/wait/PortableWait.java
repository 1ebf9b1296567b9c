package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the word again and again, with pauses that grow to a millisecond: for systems without
 * futexes, and for virtual threads.
 */
public final class PortableWait implements WaitStrategy {
  private static final int SPINS = 64;
  private static final long FIRST_PAUSE_NANOS = 10_000;
  private static final long LONGEST_PAUSE_NANOS = 1_000_000;
  private static final long SLICE_NANOS = 50_000_000;
  private static final VarHandle INT = JAVA_INT.varHandle();

  /** Spinning is the first part of {@link #await}. */
  @Override
  public boolean spin(MemorySegment segment, long offset, int expected) {
    return (int) INT.getAcquire(segment, offset) != expected;
  }

  @Override
  public void await(MemorySegment segment, long offset, int expected, Deadline deadline)
      throws InterruptedException {
    long limit = Math.min(deadline.remainingNanos(), SLICE_NANOS);
    long start = System.nanoTime();
    for (int round = 0; (int) INT.getAcquire(segment, offset) == expected; round++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long left = limit - (System.nanoTime() - start);
      if (left <= 0) {
        return;
      }
      pause(round, left);
    }
  }

  /** Nobody to wake: waiters look by themselves. */
  @Override
  public void wake(MemorySegment segment, long offset, int count) {}

  private static void pause(int round, long left) {
    if (round < SPINS) {
      Thread.onSpinWait();
    } else {
      long pause = FIRST_PAUSE_NANOS << Math.min(round - SPINS, 7);
      LockSupport.parkNanos(Math.min(left, Math.min(pause, LONGEST_PAUSE_NANOS)));
    }
  }
}
