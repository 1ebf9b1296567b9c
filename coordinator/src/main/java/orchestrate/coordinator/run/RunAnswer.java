package orchestrate.coordinator.run;

/**
 * What came of a {@link RunRequest}.
 *
 * @param done whether it is being done
 * @param said for whoever asked, as a sentence without its full stop
 */
public record RunAnswer(boolean done, String said) {
  private static final String DONE = "+";
  private static final String NOT_DONE = "-";

  /** It is not done, for this reason. */
  static RunAnswer refusal(String why) {
    return new RunAnswer(false, why);
  }

  /** What {@link #parse} reads. */
  String text() {
    return (done ? DONE : NOT_DONE) + said;
  }

  static RunAnswer parse(String text) {
    return new RunAnswer(text.startsWith(DONE), text.substring(1));
  }
}
