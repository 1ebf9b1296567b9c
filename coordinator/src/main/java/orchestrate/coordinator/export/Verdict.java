package orchestrate.coordinator.export;

import orchestrate.coordinator.schedule.Outcome;

/**
 * What an outcome is to those who read JUnit's reports.
 *
 * @param element how the report calls it
 * @param type a word for what happened
 */
record Verdict(Element element, String type) {
  /**
   * A test that says no is a failure. Where there is none that could have said anything, because
   * something else went wrong, it is an error.
   */
  enum Element {
    PASSED,
    SKIPPED,
    FAILURE,
    ERROR
  }

  static Verdict of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> new Verdict(Element.PASSED, "ok");
      case Outcome.UpToDate _ -> new Verdict(Element.PASSED, "up to date");
      case Outcome.Cancelled _ -> new Verdict(Element.SKIPPED, "cancelled");
      case Outcome.Exited _ -> new Verdict(Element.FAILURE, "exit code");
      case Outcome.Failed _ -> new Verdict(Element.FAILURE, "failure");
      case Outcome.TimedOut _ -> new Verdict(Element.FAILURE, "timeout");
      case Outcome.NotReady _ -> new Verdict(Element.FAILURE, "not ready");
      case Outcome.Crashed _ -> new Verdict(Element.ERROR, "crash");
      case Outcome.WorkerLost _ -> new Verdict(Element.ERROR, "lost");
      case Outcome.OutOfMemory _ -> new Verdict(Element.ERROR, "oom");
      case Outcome.FailedToStart _ -> new Verdict(Element.ERROR, "not started");
      case Outcome.PipelineFailed(String _, Outcome.Failure cause) ->
          new Verdict(of(cause).element(), "pipeline");
    };
  }

  /** Of a failure that harms nobody: shown, and the suite is good all the same. */
  Verdict allowed() {
    return element == Element.FAILURE || element == Element.ERROR
        ? new Verdict(Element.SKIPPED, "allowed failure")
        : this;
  }
}
