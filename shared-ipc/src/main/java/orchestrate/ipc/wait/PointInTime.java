package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * When a sleep is to end, as the kernel reads it: seconds and nanoseconds of the monotonic clock,
 * which is {@link System#nanoTime()} on Linux. For use by one thread.
 */
final class PointInTime {
  private static final long NEVER = 0;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final MemorySegment timespec = Arena.ofAuto().allocate(JAVA_LONG, 2);

  /**
   * The address of the time in so many nanoseconds, good until the next call.
   *
   * @param nanos {@link Long#MAX_VALUE} for never, which costs the kernel no timer
   */
  long in(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      return NEVER;
    }
    long now = System.nanoTime();
    long until = now + Math.min(nanos, Long.MAX_VALUE - now);
    timespec.setAtIndex(JAVA_LONG, 0, until / NANOS_PER_SECOND);
    timespec.setAtIndex(JAVA_LONG, 1, until % NANOS_PER_SECOND);
    return timespec.address();
  }
}
