package orchestrate.coordinator.export;

import java.time.Duration;

/**
 * How short a thing may be to be told one by one: as short as it likes as long as there are few,
 * and the more there have been, the longer it must be. So what is written of the longest run is
 * bounded, and what stands out in it is there.
 */
final class Grain {
  /** After so many more it gets coarser again. */
  private static final int STEP = 10_000;

  private static final long FIRST_NANOS = Duration.ofMillis(1).toNanos();
  private static final long LAST_NANOS = Duration.ofDays(1).toNanos();
  private static final int FACTOR = 4;

  private long nanos;

  /** How many may be told until it gets coarser. */
  private int room;

  Grain() {
    this(STEP);
  }

  /**
   * @param first so many are told however short they are
   */
  Grain(int first) {
    this.room = first;
  }

  /** What is shorter is told together with others; 0 if all is told. */
  long nanos() {
    return nanos;
  }

  /**
   * One more is told.
   *
   * @return whether it is coarser from now on
   */
  boolean wrote() {
    room--;
    if (room > 0 || nanos >= LAST_NANOS) {
      return false;
    }
    room = STEP;
    nanos = nanos == 0 ? FIRST_NANOS : nanos * FACTOR;
    return true;
  }
}
