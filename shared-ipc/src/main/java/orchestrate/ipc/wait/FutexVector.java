package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.os.SystemCall;

/**
 * Sleeping until any of up to 128 words changes: futex_waitv(2), Linux 5.16 and later.
 *
 * <pre>
 *   an entry: 0 8 expected value   8 8 address   16 4 flags   20 4 zero
 * </pre>
 *
 * <p>For use by one thread: {@link #clear}, {@link #add}, {@link #await}.
 */
public final class FutexVector {
  public static final int CAPACITY = 128;

  private static final long ENTRY_BYTES = 24;
  private static final int FUTEX2_SIZE_U32 = 2;
  private static final long CLOCK_MONOTONIC = 1;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final MemorySegment entries = Arena.ofAuto().allocate(CAPACITY * ENTRY_BYTES, 8);
  private final MemorySegment timespec = Arena.ofAuto().allocate(16, 8);
  private int size;
  private boolean supported = Futex.AVAILABLE;

  /** Starts over with no words. */
  public void clear() {
    size = 0;
  }

  /** Waits also while the int at {@code offset} is {@code expected}; false if there's no room. */
  public boolean add(MemorySegment segment, long offset, int expected) {
    if (size == CAPACITY) {
      return false;
    }
    long entry = size++ * ENTRY_BYTES;
    entries.set(JAVA_LONG, entry, Integer.toUnsignedLong(expected));
    entries.set(JAVA_LONG, entry + 8, segment.address() + offset);
    entries.set(JAVA_INT, entry + 16, FUTEX2_SIZE_U32);
    return true;
  }

  /**
   * Sleeps until one of the words isn't what was expected, or is woken, or time has passed.
   *
   * @return false, at once, if this kernel can't do it
   */
  public boolean await(long timeoutNanos) {
    if (!supported) {
      return false;
    }
    // The timeout is a point in time, on the clock that System.nanoTime reads on Linux.
    long until = System.nanoTime() + timeoutNanos;
    timespec.setAtIndex(JAVA_LONG, 0, until / NANOS_PER_SECOND);
    timespec.setAtIndex(JAVA_LONG, 1, until % NANOS_PER_SECOND);
    long result =
        Libc.syscall(
            SystemCall.FUTEX_WAITV.number(),
            entries.address(),
            size,
            0,
            timespec.address(),
            CLOCK_MONOTONIC,
            0);
    supported =
        result >= 0 || result == -Libc.EAGAIN || result == -Libc.EINTR || result == -Libc.ETIMEDOUT;
    return supported;
  }
}
