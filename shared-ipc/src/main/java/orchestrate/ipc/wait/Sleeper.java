package orchestrate.ipc.wait;

import java.lang.foreign.MemorySegment;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * How one platform thread sleeps, and how its own process gets it up: because of {@link
 * Thread#interrupt()}, or because the memory is about to be closed ({@link Sleepers#close}).
 *
 * <p>It says where it sleeps before it looks a last time whether there is such a reason. Whoever
 * wants it up gives the reason first and then looks where it sleeps; so one of them sees the other.
 * A wake-up may still come too early, between that look and the system call: hence it is repeated,
 * by the {@link Courier} or by who closes, until the thread no longer says that it sleeps.
 *
 * <p>Only sleepers of the same group on the same word are woken with it, and find nothing.
 *
 * <p>Allocates nothing per sleep.
 */
final class Sleeper extends InterruptHook {
  private final Sleepers all;
  private final Thread thread = Thread.currentThread();
  private final int group = 1 << thread.threadId(); // one of 32: a shift ignores the higher bits
  private final PointInTime end = new PointInTime();
  private long offset;
  private volatile @Nullable MemorySegment asleepOn;

  /** The calling thread's. */
  Sleeper(Sleepers all) {
    this.all = all;
  }

  /**
   * Sleeps while the int at {@code offset} is {@code expected}, or until got up. For the thread
   * that it belongs to.
   *
   * @return whether somebody's wake-up may have been used up
   */
  boolean sleep(MemorySegment segment, long offset, int expected, long timeoutNanos) {
    this.offset = offset;
    asleepOn = segment;
    begin();
    try {
      return !all.isClosed(segment)
          && !thread.isInterrupted()
          && Futex.wait(segment, offset, expected, group, end.in(timeoutNanos));
    } finally {
      end();
      asleepOn = null;
    }
  }

  boolean isAsleepOn(MemorySegment.Scope scope) {
    MemorySegment segment = asleepOn;
    return segment != null && segment.scope().equals(scope);
  }

  /** Whether it sleeps, or is about to, and has been interrupted. */
  boolean isInterruptedAsleep() {
    return asleepOn != null && thread.isInterrupted();
  }

  /** Wakes it, if it is asleep by now. */
  void nudge() {
    MemorySegment segment = asleepOn;
    if (segment != null) {
      Futex.nudge(segment, offset, group);
    }
  }

  /** Called by {@link Thread#interrupt()}, in the thread of whoever interrupts. */
  @Override
  public Selector wakeup() {
    if (isInterruptedAsleep()) {
      nudge();
      all.callCourier();
    }
    return this;
  }
}
