package orchestrate.durable;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.wait.Deadline;

/**
 * Excludes all other processes, and tells when the last one that had it left things in disorder: it
 * died, or failed.
 *
 * <pre>
 *   0  8    pid of the owner; 0 nobody; DISORDER: the last owner failed
 *   8  8    when that process started
 * </pre>
 *
 * <p>The permit comes back when its holder dies, and the words here are then still the dead one's.
 * They stand in the queue's own file, so this is also known after a reboot. Threads of a killed
 * process may run for some microseconds more: whoever finds the words of a dead process waits until
 * that process is gone, because a file must have one writer.
 *
 * <p>For one thread at a time in each process.
 */
final class OwnerLock {
  private static final long NOBODY = 0;
  private static final long DISORDER = -1;
  private static final long STARTED = Long.BYTES;
  private static final long GOING_NANOS = 1_000_000;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final Permit permit;
  private final MemorySegment segment;
  private final long offset;

  OwnerLock(Permit permit, MemorySegment segment, long offset) {
    this.permit = permit;
    this.segment = segment;
    this.offset = offset;
  }

  /**
   * Takes it; see {@link #isInOrder} then.
   *
   * @return false if it could not be had in time, or this process closed the queue
   */
  boolean acquire(Deadline deadline) throws InterruptedException {
    if (!permit.acquire(deadline)) {
      return false;
    }
    awaitEndOfOwner();
    return true;
  }

  /** Whether the last owner gave it back as it should; if not, put things in order first. */
  boolean isInOrder() {
    return owner() == NOBODY;
  }

  /** Says that things are in order, and that they may not be until {@link #release}. */
  void own() {
    ProcessStat self = ProcessStat.self();
    LONG.setRelease(segment, offset + STARTED, self.start());
    LONG.setVolatile(segment, offset, (long) self.pid());
  }

  /** Gives it back; {@code inOrder} is false if whoever takes it next has something to repair. */
  void release(boolean inOrder) {
    LONG.setVolatile(segment, offset, inOrder ? NOBODY : DISORDER);
    permit.release();
  }

  private void awaitEndOfOwner() {
    boolean interrupted = false;
    for (long pid = owner(); pid > 0 && !processOf(pid).isGone(); pid = owner()) {
      LockSupport.parkNanos(GOING_NANOS);
      interrupted |= Thread.interrupted(); // it would turn the pause into a spin
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long owner() {
    return (long) LONG.getVolatile(segment, offset);
  }

  private ProcessStat processOf(long pid) {
    return new ProcessStat((int) pid, (long) LONG.getAcquire(segment, offset + STARTED));
  }
}
