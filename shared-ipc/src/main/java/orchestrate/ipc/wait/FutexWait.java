package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Spins for about a microsecond where another processor could change the word meanwhile, then
 * sleeps in the kernel.
 *
 * <p>Spinning adapts: it lasts longer where it has been paying off and shrinks to next to nothing
 * where it hasn't. Virtual threads wait portably, since a futex would pin their carrier.
 */
public final class FutexWait implements WaitStrategy {
  /** So that {@link Thread#interrupt()}, which can't wake a futex, is noticed soon. */
  private static final long SLICE_NANOS = 50_000_000;

  private static final int MIN_SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 8 : 0;
  private static final int MAX_SPINS = MIN_SPINS == 0 ? 0 : 256;
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final WaitStrategy virtual = new PortableWait();

  // A hint: threads race on it and any value is right.
  private int spins = MAX_SPINS / 2;

  @Override
  public boolean spin(MemorySegment segment, long offset, int expected) {
    int limit = spins;
    for (int i = 0; i < limit; i++) {
      if ((int) INT.getAcquire(segment, offset) != expected) {
        spins = Math.min(MAX_SPINS, limit * 2);
        return true;
      }
      Thread.onSpinWait();
    }
    spins = Math.max(MIN_SPINS, limit / 2);
    return false;
  }

  @Override
  public void await(MemorySegment segment, long offset, int expected, Deadline deadline)
      throws InterruptedException {
    if (Thread.currentThread().isVirtual()) {
      virtual.await(segment, offset, expected, deadline);
      return;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Futex.wait(segment, offset, expected, Math.min(deadline.remainingNanos(), SLICE_NANOS));
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void wake(MemorySegment segment, long offset, int count) {
    Futex.wake(segment, offset, count);
  }
}
