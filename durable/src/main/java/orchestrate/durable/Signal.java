package orchestrate.durable;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * Lets threads of any process sleep until something may have changed, at the price of one load to
 * those who change it while nobody sleeps.
 *
 * <pre>
 *   0  4    whether anybody waits: set by whoever waits, cleared by whoever raises
 *   4  4    how often it was raised; a futex word
 * </pre>
 *
 * <p>A waiter sets the first word, reads the second, looks once more whether it must wait, and then
 * sleeps until the second changes. Whoever raises has made its change before. All accesses are
 * volatile, so one sees the other. A waiter that dies leaves the first word set: one needless
 * wake-up. Whoever raises and dies before it has woken anybody is made up for by {@link #raiseAll},
 * called on every death.
 */
final class Signal {
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MemorySegment segment;
  private final long waiting;
  private final long raised;
  private final WaitStrategy strategy = WaitStrategy.current();

  Signal(MemorySegment segment, long offset) {
    this.segment = segment;
    this.waiting = offset;
    this.raised = offset + Integer.BYTES;
  }

  /** Says that this thread is going to wait; look once more after that. */
  int prepare() {
    INT.setVolatile(segment, waiting, 1);
    return (int) INT.getVolatile(segment, raised);
  }

  /** Sleeps until it has been raised since {@link #prepare}; may return early. */
  void await(int prepared, Deadline deadline) throws InterruptedException {
    strategy.await(segment, raised, prepared, deadline);
  }

  /** Wakes those who wait, if any. */
  void raise() {
    if ((int) INT.getVolatile(segment, waiting) != 0) {
      raiseAll();
    }
  }

  /** Wakes those who wait, and those whom somebody meant to wake. */
  void raiseAll() {
    INT.setVolatile(segment, waiting, 0);
    INT.getAndAdd(segment, raised, 1);
    strategy.wake(segment, raised, Integer.MAX_VALUE);
  }
}
