package orchestrate.coordinator.run;

import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.pool.Attempt;
import org.jspecify.annotations.Nullable;

/** Notes how attempts ran, if there are reports that want to know. */
final class Runs {
  private final boolean wanted;
  private final RunClock clock;

  Runs(boolean wanted, RunClock clock) {
    this.wanted = wanted;
    this.clock = clock;
  }

  /** It has ended just now, or when its lane says; it may be told of later. */
  void ended(Attempt attempt) {
    if (wanted) {
      attempt.noteEnd();
    }
  }

  /** How it ran, now that it has ended; null if nobody wants to know. */
  @Nullable Ran of(Attempt attempt) {
    return wanted
        ? new Ran(
            attempt.run(),
            attempt.workerNumber(),
            attempt.laneNumber(),
            clock.nanosAt(attempt.endedAt()),
            attempt.signal())
        : null;
  }
}
