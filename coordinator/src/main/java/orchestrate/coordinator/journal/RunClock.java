package orchestrate.coordinator.journal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time that a run's events bear: the system's when the run began, and from then on by a clock
 * that nobody can set. So a run that lives through a change of the system's clock has no task that
 * took minus three days.
 *
 * <p>Thread-safe.
 */
public final class RunClock {
  private final LongSupplier nanoTime;
  private final long startMillis;
  private final long startNanos;

  /** Begins now. */
  public RunClock() {
    this(System::currentTimeMillis, System::nanoTime);
  }

  RunClock(LongSupplier timeOfDayMillis, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.startMillis = timeOfDayMillis.getAsLong();
    this.startNanos = nanoTime.getAsLong();
  }

  /** A moment by {@link System#nanoTime}, in nanoseconds since 1970. */
  public long nanosAt(long nanoTime) {
    return TimeUnit.MILLISECONDS.toNanos(startMillis) + nanoTime - startNanos;
  }

  /** In milliseconds since 1970. */
  public long millis() {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos);
  }
}
