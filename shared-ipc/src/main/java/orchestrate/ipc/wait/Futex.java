package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.os.SystemCall;

/**
 * Sleeping in the kernel until another process changes an int and wakes us: futex(2), without the
 * PRIVATE flag, so it works across processes through any mapping of the same file.
 *
 * <p>A waiting thread does not hold up the garbage collector. It is not woken by {@link
 * Thread#interrupt()}: wait in slices.
 */
public final class Futex {
  private static final long FUTEX_WAIT = 0;
  private static final long FUTEX_WAKE = 1;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /**
   * Whether this machine has futexes that we know how to call. The system property {@code
   * orchestrate.wait=portable} says no.
   */
  public static final boolean AVAILABLE =
      SystemCall.known() && !System.getProperty("orchestrate.wait", "auto").equals("portable");

  private static final ThreadLocal<MemorySegment> TIMESPEC =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(JAVA_LONG, 2));

  private Futex() {}

  /**
   * Sleeps while the int at {@code offset} is {@code expected}, until woken, for at most {@code
   * timeoutNanos}. May return early for no reason: look at the word again.
   *
   * @return whether a wake or a changed word ended the wait, rather than time
   */
  public static boolean wait(MemorySegment segment, long offset, int expected, long timeoutNanos) {
    if (timeoutNanos <= 0) {
      return false;
    }
    MemorySegment timespec = TIMESPEC.get();
    timespec.setAtIndex(JAVA_LONG, 0, timeoutNanos / NANOS_PER_SECOND);
    timespec.setAtIndex(JAVA_LONG, 1, timeoutNanos % NANOS_PER_SECOND);
    long result =
        Libc.syscall(
            SystemCall.FUTEX.number(),
            segment.address() + offset,
            FUTEX_WAIT,
            Integer.toUnsignedLong(expected),
            timespec.address(),
            0,
            0);
    return result != -Libc.ETIMEDOUT && checked("wait", result, segment) != -Libc.EINTR;
  }

  /**
   * Wakes up to {@code count} threads that sleep on the int at {@code offset}.
   *
   * @return how many were woken
   */
  public static int wake(MemorySegment segment, long offset, int count) {
    long result =
        Libc.syscall(
            SystemCall.FUTEX.number(), segment.address() + offset, FUTEX_WAKE, count, 0, 0, 0);
    return (int) checked("wake", result, segment);
  }

  private static long checked(String what, long result, MemorySegment segment) {
    if (result >= 0 || result == -Libc.EAGAIN || result == -Libc.EINTR) {
      return result;
    }
    // Another thread may have unmapped the file while we slept; then say so, not "bad address".
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("the mapped file was closed");
    }
    throw new IllegalStateException("futex " + what + " failed: errno " + -result);
  }
}
