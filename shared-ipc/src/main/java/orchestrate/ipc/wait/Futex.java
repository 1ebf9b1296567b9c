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
 * Thread#interrupt()}: that takes a {@link Sleeper}.
 */
public final class Futex {
  private static final long FUTEX_WAIT = 0;
  private static final long FUTEX_WAKE = 1;
  private static final long FUTEX_PRIVATE_FLAG = 128;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /**
   * Whether this machine has futexes that we know how to call. The system property {@code
   * orchestrate.wait=portable} says no.
   */
  public static final boolean AVAILABLE =
      SystemCall.known() && WaitMode.CURRENT != WaitMode.PORTABLE;

  private static final ThreadLocal<MemorySegment> TIMESPEC =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(JAVA_LONG, 2));

  private Futex() {}

  /**
   * Sleeps while the int at {@code offset} is {@code expected}, until woken, for at most {@code
   * timeoutNanos}. May return early for no reason: look at the word again. Not for virtual threads,
   * which it would pin.
   *
   * @return whether it was woken
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

  /** Wakes a thread of this process that sleeps on an int which no other process sees. */
  static void wakePrivate(MemorySegment segment) {
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
