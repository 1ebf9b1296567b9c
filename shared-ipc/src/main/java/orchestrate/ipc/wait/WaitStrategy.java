package orchestrate.ipc.wait;

import java.lang.foreign.Arena;
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
 *
 * <p>Platform threads sleep in the kernel. Virtual threads park and never hold their carrier: a
 * thread of the process sleeps in the kernel for many of them. Spinning and sleeping publish
 * nothing: the caller's own volatile read of the word orders memory.
 */
public interface WaitStrategy {
  /**
   * Looks at the int at {@code offset} for a microsecond, or up to ten if that has been paying off:
   * the cheapest wait is one that neither sleeps nor tells others that it waits. Looks once where
   * there is but one processor.
   *
   * @return whether the int is no longer {@code expected}
   */
  boolean spin(MemorySegment segment, long offset, int expected);

  /**
   * Sleeps while the int at {@code offset} is {@code expected}: until it changes and {@link #wake}
   * is called, or the deadline passes, or the thread is interrupted.
   *
   * <p>May end earlier, for no reason. It does so after a second or so, in case that a wake-up was
   * lost; with the system property {@code orchestrate.wait=strict} it doesn't, so that a lost
   * wake-up shows as a hang in a test.
   *
   * <p>Who is woken and then doesn't take what it was woken for, because its time is over, must
   * wake another. An interrupt needs no such care here: a wake-up that came with it is passed on.
   *
   * @throws InterruptedException if the thread is interrupted before or during the wait; its
   *     interrupt status is then cleared
   * @throws IllegalStateException if this process closes the memory meanwhile; see {@link #close}
   */
  void await(MemorySegment segment, long offset, int expected, Deadline deadline)
      throws InterruptedException;

  /** Wakes up to {@code count} threads, of any process, that wait on the int at {@code offset}. */
  void wake(MemorySegment segment, long offset, int count);

  /**
   * Closes memory. Threads of this process that wait on it are got up first, and their waits end
   * with {@link IllegalStateException}; closed otherwise, it would leave them asleep for good.
   *
   * <p>A wake-up that has come for one of them is lost. If other processes use the memory, wake all
   * waiters afterwards, by another mapping.
   *
   * @throws IllegalStateException if it is closed already, or in use by a native call
   */
  default void close(Arena memory) {
    memory.close();
  }

  /**
   * The strategy for this machine, by the system property {@code orchestrate.wait}:
   *
   * <ul>
   *   <li>{@code auto}, as if it weren't set: futexes where there are any, else the portable one;
   *   <li>{@code portable}: looks at the word again and again, with pauses of up to a millisecond;
   *   <li>{@code strict}, for tests: like auto, but nobody looks again in case of a lost wake-up.
   * </ul>
   *
   * <p>Processes that share memory must agree on whether they use futexes.
   */
  static WaitStrategy current() {
    return CurrentWaitStrategy.INSTANCE;
  }
}
