package orchestrate.ipc.wait;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Looks for about a microsecond where another processor could change the word meanwhile, then
 * sleeps in the kernel: see {@link Spinning}, {@link Sleeper} and {@link StandIns}.
 *
 * <p>A kernel older than 5.16 can't wait for many words at once. There, virtual threads wait
 * portably.
 */
public final class FutexWait implements WaitStrategy {
  private final Spinning spinning = new Spinning();
  private final Sleepers sleepers;
  private final StandIns standIns;
  private final WaitStrategy portable = new PortableWait();
  private final boolean vectors;

  /** Whether this kernel can wait for many words at once. */
  public static boolean waitsForMany() {
    return FutexVector.SUPPORTED;
  }

  /** As the system property says; see {@link WaitStrategy#current()}. */
  public FutexWait() {
    this(FutexVector.SUPPORTED, WaitMode.CURRENT.safetyNanos, Sleepers.OF_PROCESS);
  }

  FutexWait(boolean vectors, long safetyNanos, Sleepers sleepers) {
    this.vectors = vectors;
    this.sleepers = sleepers;
    this.standIns = new StandIns(safetyNanos);
  }

  @Override
  public boolean spin(MemorySegment segment, long offset, int expected) {
    return spinning.spin(segment, offset, expected);
  }

  @Override
  public void await(MemorySegment segment, long offset, int expected, Deadline deadline)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long left = deadline.remainingNanos();
    if (left <= 0) {
      return;
    }
    boolean woken = sleep(segment, offset, expected, left);
    sleepers.checkOpen(segment);
    if (Thread.interrupted()) {
      if (woken) {
        wake(segment, offset, 1); // it was for somebody who goes on
      }
      throw new InterruptedException();
    }
  }

  @Override
  public void wake(MemorySegment segment, long offset, int count) {
    Futex.wake(segment, offset, count);
  }

  @Override
  public void close(Arena memory) {
    sleepers.close(memory);
    standIns.dropClosed();
  }

  /** How many threads sleep for virtual ones. */
  int standIns() {
    return standIns.count();
  }

  private boolean sleep(MemorySegment segment, long offset, int expected, long nanos)
      throws InterruptedException {
    if (!Thread.currentThread().isVirtual()) {
      return sleepers.own().sleep(segment, offset, expected, nanos);
    }
    if (vectors) {
      return standIns.await(segment, offset, expected, nanos);
    }
    portable.await(segment, offset, expected, new Deadline(System.nanoTime(), nanos));
    return false;
  }
}
