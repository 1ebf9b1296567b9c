package orchestrate.coordinator.export;

import orchestrate.coordinator.schedule.Outcome;

/** What the page shows an attempt as. Its scripts know them by their words. */
enum AttemptState {
  OK(0, "ok"),
  UP_TO_DATE(1, "up to date"),
  TRIED_AGAIN(2, "tried again"),
  ALLOWED_FAILURE(3, "allowed failure"),
  FAILED(4, "failed"),
  CANCELLED(5, "cancelled");

  private final int number;
  private final String word;

  AttemptState(int number, String word) {
    this.number = number;
    this.word = word;
  }

  /** By which the page's data call it: its place among all of them. */
  int number() {
    return number;
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
