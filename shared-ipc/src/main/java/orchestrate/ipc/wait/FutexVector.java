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
 * <p>For use by one thread: {@link #clear}, {@link #add}, {@link #expect}, {@link #await}. Doesn't
 * keep the words' memory from being closed or collected.
 */
public final class FutexVector {
  public static final int CAPACITY = 128;

  /** What {@link #await} returns if a word has changed already; also after a signal. */
  public static final int CHANGED = -1;

  /** What {@link #await} returns if no word has changed. */
  public static final int TIMED_OUT = -2;

  /** Whether this kernel can do it. */
  public static final boolean SUPPORTED = Futex.AVAILABLE && isSupported();

  private static final long ENTRY_BYTES = 24;
  private static final int FUTEX2_SIZE_U32 = 2;
  private static final int FUTEX2_PRIVATE = 128;
  private static final long CLOCK_MONOTONIC = 1;

  private final MemorySegment entries = Arena.ofAuto().allocate(CAPACITY * ENTRY_BYTES, 8);
  private final PointInTime end = new PointInTime();
  private int size;

  /** Starts over with no words. */
  public void clear() {
    size = 0;
  }

  /** From now on waits while the word of that index is {@code expected}. */
  public void expect(int index, int expected) {
    entries.set(JAVA_LONG, index * ENTRY_BYTES, Integer.toUnsignedLong(expected));
  }

  /** Waits also while the int at {@code offset} is {@code expected}; false if there's no room. */
  public boolean add(MemorySegment segment, long offset, int expected) {
    return add(segment.address() + offset, expected, FUTEX2_SIZE_U32);
  }

  /** Like {@link #add}, for an int that no other process sees. */
  public boolean addPrivate(MemorySegment segment, int expected) {
    return add(segment.address(), expected, FUTEX2_SIZE_U32 | FUTEX2_PRIVATE);
  }

  /** The number of words; also the index that the next word gets. */
  public int size() {
    return size;
  }

  /**
   * Sleeps until one of the words isn't what was expected, or is woken, or time has passed. Only
   * where this is {@link #SUPPORTED}.
   *
   * @return the index of a word on which we were woken, and there may be others; {@link #CHANGED}
   *     if one wasn't what was expected; {@link #TIMED_OUT}
   */
  public int await(long timeoutNanos) {
    long result = sleep(timeoutNanos);
    if (result < 0 && !Futex.isUsual(result)) {
      throw new IllegalStateException("futex_waitv failed: errno " + -result);
    }
    return result == -Libc.ETIMEDOUT ? TIMED_OUT : (int) Math.max(result, CHANGED);
  }

  /**
   * Like {@link #await}, but tells of errors.
   *
   * @param timeoutNanos {@link Long#MAX_VALUE} for as long as it takes
   * @return the index of a word on which we were woken, and there may be others (the kernel names
   *     the last one); or {@code -errno}, and then no wake-up was used up
   */
  long sleep(long timeoutNanos) {
    return Libc.syscall(
        SystemCall.FUTEX_WAITV.number(),
        entries.address(),
        size,
        0,
        end.in(timeoutNanos),
        CLOCK_MONOTONIC,
        0);
  }

  private boolean add(long address, int expected, int flags) {
    if (size == CAPACITY) {
      return false;
    }
    long entry = size++ * ENTRY_BYTES;
    entries.set(JAVA_LONG, entry, Integer.toUnsignedLong(expected));
    entries.set(JAVA_LONG, entry + 8, address);
    entries.set(JAVA_INT, entry + 16, flags);
    return true;
  }

  /** A kernel that has the call says that no words are an invalid argument. */
  private static boolean isSupported() {
    return Libc.syscall(SystemCall.FUTEX_WAITV.number(), 0, 0) == -Libc.EINVAL;
  }
}
