package orchestrate.coordinator.run;

import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.pool.Attempt;

/** Notes how attempts ran. */
final class Runs {
  private final boolean wordsWanted;
  private final RunClock clock;

  /**
   * @param wordsWanted whether there are reports that want to know what workers were told
   */
  Runs(boolean wordsWanted, RunClock clock) {
    this.wordsWanted = wordsWanted;
    this.clock = clock;
  }

  /** How it ran, now that it has ended. */
  Ran of(Attempt attempt) {
    return new Ran(
        wordsWanted ? attempt.run() : null,
        attempt.workerNumber(),
        attempt.laneNumber(),
        clock.nanosAt(attempt.endedAt()) / 1000 * 1000, // as the journal will have it
        attempt.signal());
  }
}
