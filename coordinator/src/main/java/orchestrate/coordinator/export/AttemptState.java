package orchestrate.coordinator.export;

import orchestrate.coordinator.schedule.Outcome;

/** What the page shows an attempt as. Its scripts know them by their words. */
enum AttemptState {
  OK("ok"),
  UP_TO_DATE("up to date"),
  TRIED_AGAIN("tried again"),
  ALLOWED_FAILURE("allowed failure"),
  FAILED("failed"),
  CANCELLED("cancelled");

  private final String word;

  AttemptState(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /**
   * @param again whether it will be tried again
   * @param allowed whether its failure is allowed
   */
  static AttemptState of(Outcome outcome, boolean again, boolean allowed) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> OK;
      case Outcome.UpToDate _ -> UP_TO_DATE;
      case Outcome.Cancelled _ -> CANCELLED;
      case Outcome.Failure _ when again -> TRIED_AGAIN;
      case Outcome.Failure _ -> allowed ? ALLOWED_FAILURE : FAILED;
    };
  }
}
