package orchestrate.ipc.wait;

import java.lang.foreign.MemorySegment;

/**
 * How a thread waits for an int in shared memory to change, and how it is woken.
 *
 * <p>Implementations are thread-safe and stateless to their users. A wait may always end early: the
 * caller looks at the word again and decides.
 *
 * <pre>{@code
 * if (!strategy.spin(segment, offset, busy)) {
 *   while ((int) WORD.getVolatile(segment, offset) == busy && !deadline.expired()) {
 *     strategy.await(segment, offset, busy, deadline);
 *   }
 * }
 * }</pre>
 */
public interface WaitStrategy {
  /**
   * Looks at the int at {@code offset} for about a microsecond, if that has been paying off: the
   * cheapest wait is one that neither sleeps nor tells others that it waits.
   *
   * @return whether the int is no longer {@code expected}
   */
  boolean spin(MemorySegment segment, long offset, int expected);

  /**
   * Sleeps while the int at {@code offset} is {@code expected}: until it changes and {@link #wake}
   * is called, or the deadline passes, or at most some tens of milliseconds.
   *
   * @throws InterruptedException if the thread is interrupted before or during the wait
   */
  void await(MemorySegment segment, long offset, int expected, Deadline deadline)
      throws InterruptedException;

  /** Wakes up to {@code count} threads, of any process, that wait on the int at {@code offset}. */
  void wake(MemorySegment segment, long offset, int count);

  /**
   * The strategy for this machine: futexes where there are any, else, or with the system property
   * {@code orchestrate.wait=portable}, the portable one. Processes that share memory must agree.
   */
  static WaitStrategy current() {
    return CurrentWaitStrategy.INSTANCE;
  }
}
