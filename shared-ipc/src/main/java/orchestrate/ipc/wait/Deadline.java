package orchestrate.ipc.wait;

import java.time.Duration;

/**
 * The moment at which a wait gives up, and when it began.
 *
 * @param startNanos {@link System#nanoTime()} when the wait began
 * @param allowedNanos how long it may last; {@link Long#MAX_VALUE} for as long as it takes
 */
public record Deadline(long startNanos, long allowedNanos) {
  private static final Deadline NEVER = new Deadline(0, Long.MAX_VALUE);

  /** As long as it takes. */
  public static Deadline never() {
    return NEVER;
  }

  /** From now on for {@code allowed}; a negative duration has expired already. */
  public static Deadline after(Duration allowed) {
    return new Deadline(System.nanoTime(), saturatedNanos(allowed));
  }

  /** Nanoseconds left: 0 or less when expired, {@link Long#MAX_VALUE} for {@link #never()}. */
  public long remainingNanos() {
    return isNever() ? Long.MAX_VALUE : allowedNanos - (System.nanoTime() - startNanos);
  }

  public boolean expired() {
    return remainingNanos() <= 0;
  }

  public boolean isNever() {
    return allowedNanos == Long.MAX_VALUE;
  }

  /** For messages: what was measured against what was allowed. */
  public String waitedOfAllowed() {
    if (isNever()) {
      return "waited without limit";
    }
    return "waited %.3f s of %.3f s allowed"
        .formatted((System.nanoTime() - startNanos) / 1e9, allowedNanos / 1e9);
  }

  private static long saturatedNanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return duration.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }
}
