package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Something that may happen, and that threads of any process wait for: an int that counts up when
 * it happens and somebody waits.
 *
 * <p>A waiter takes a place among the {@link Waiters}, reads the count, and then tries once more
 * what it waits for. Who makes that possible does it, and then looks for waiters; if there are any,
 * it counts up and wakes. So either the waiter's try succeeds, or the count isn't any more what it
 * sleeps on. The idea is that of eventcounts (D. P. Reed and R. K. Kanodia, Synchronization with
 * Eventcounts and Sequencers, 1979).
 *
 * <p>{@link #signal} wakes one. A waiter that leaves in vain passes that on, as it may have been
 * woken for what it now leaves to others. If it was killed instead, recovery wakes all.
 */
final class EventCount {
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MemorySegment segment;
  private final long offset;
  private final int tag;
  private final Waiters waiters;
  private final WaitStrategy strategy;

  /** The count at {@code offset}, whose waiters have that tag. */
  EventCount(MemorySegment segment, long offset, int tag, Waiters waiters, WaitStrategy strategy) {
    this.segment = segment;
    this.offset = offset;
    this.tag = tag;
    this.waiters = waiters;
    this.strategy = strategy;
  }

  /** A single load, if nobody has waited for a while. */
  boolean isAwaited() {
    return waiters.any(tag, tag);
  }

  void signal() {
    signal(1);
  }

  void signalAll() {
    signal(Integer.MAX_VALUE);
  }

  private void signal(int count) {
    if (isAwaited()) {
      INT.getAndAdd(segment, offset, 1);
      strategy.wake(segment, offset, count);
    }
  }

  /**
   * Tries again and again, each time that it may have become possible.
   *
   * @param attempt what is waited for: not null when it has been done
   * @return null if the time was up
   */
  <T> @Nullable T await(Supplier<@Nullable T> attempt, Patience patience)
      throws InterruptedException {
    int place = waiters.enter(tag);
    boolean succeeded = false;
    try {
      while (true) {
        int count = (int) INT.getVolatile(segment, offset);
        T result = attempt.get();
        if (result != null) {
          succeeded = true;
          return result;
        }
        if (patience.isOver()) {
          return null;
        }
        waiters.await(place, offset, count, patience);
      }
    } finally {
      waiters.exit(place);
      if (!succeeded) {
        signal();
      }
    }
  }
}
