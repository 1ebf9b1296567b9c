package orchestrate.ipc.wait;

import java.lang.foreign.MemorySegment;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.os.SystemCall;

/**
 * Sleeping in the kernel until another process changes an int and wakes us: futex(2), without the
 * PRIVATE flag, so it works across processes through any mapping of the same file.
 *
 * <p>A waiting thread does not hold up the garbage collector. It is not woken by {@link
 * Thread#interrupt()}: that takes a {@link Sleeper}.
 */
public final class Futex {
  private static final long FUTEX_WAKE = 1;
  private static final long FUTEX_WAIT_BITSET = 9;
  private static final long FUTEX_WAKE_BITSET = 10;
  private static final long FUTEX_PRIVATE_FLAG = 128;

  /**
   * Whether this machine has futexes that we know how to call. The system property {@code
   * orchestrate.wait=portable} says no.
   */
  public static final boolean AVAILABLE =
      SystemCall.known() && WaitMode.CURRENT != WaitMode.PORTABLE;

  private Futex() {}

  /**
   * Sleeps while the int at {@code offset} is {@code expected}, until woken. May return early for
   * no reason: look at the word again. Not for virtual threads, which it would pin.
   *
   * @param group a bit; {@link #nudge} wakes those of a group
   * @param end the address of a {@link PointInTime}
   * @return whether it was woken
   */
  static boolean wait(MemorySegment segment, long offset, int expected, int group, long end) {
    long result =
        Libc.syscall(
            SystemCall.FUTEX.number(),
            segment.address() + offset,
            FUTEX_WAIT_BITSET,
            Integer.toUnsignedLong(expected),
            end,
            0,
            Integer.toUnsignedLong(group));
    return checked("wait", result, segment);
  }

  /**
   * Wakes up to {@code count} threads that sleep on the int at {@code offset}.
   *
   * @return how many were woken
   */
  public static int wake(MemorySegment segment, long offset, int count) {
    return wake(segment, offset, count, FUTEX_WAKE);
  }

  /**
   * Wakes all who sleep on the int at {@code offset} in that group. The memory may be gone, and
   * then nobody sleeps there.
   */
  static void nudge(MemorySegment segment, long offset, int group) {
    Libc.syscall(
        SystemCall.FUTEX.number(),
        segment.address() + offset,
        FUTEX_WAKE_BITSET,
        Integer.MAX_VALUE,
        0,
        0,
        Integer.toUnsignedLong(group));
  }

  /** Wakes a thread of this process that sleeps on an int which no other process sees. */
  public static void wakePrivate(MemorySegment segment) {
    wake(segment, 0, 1, FUTEX_WAKE | FUTEX_PRIVATE_FLAG);
  }

  /** Whether a sleep was ended by a wake-up; throws unless it ended in one of the usual ways. */
  static boolean checked(String what, long result, MemorySegment segment) {
    if (result >= 0) {
      return true;
    }
    if (isUsual(result)) {
      return false;
    }
    // Another thread may have unmapped the file while we slept; then say so, not "bad address".
    checkOpen(segment);
    throw new IllegalStateException("futex " + what + " failed: errno " + -result);
  }

  /** Whether a sleep ended by time, by a signal, or because the word had another value. */
  static boolean isUsual(long result) {
    return result == -Libc.EAGAIN || result == -Libc.EINTR || result == -Libc.ETIMEDOUT;
  }

  static void checkOpen(MemorySegment segment) {
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException(
          "the shared memory was closed by this process while a thread of it used it: let threads"
              + " end before you close what they wait for");
    }
  }

  private static int wake(MemorySegment segment, long offset, int count, long operation) {
    long result =
        Libc.syscall(
            SystemCall.FUTEX.number(), segment.address() + offset, operation, count, 0, 0, 0);
    return checked("wake", result, segment) ? (int) result : 0;
  }
}
