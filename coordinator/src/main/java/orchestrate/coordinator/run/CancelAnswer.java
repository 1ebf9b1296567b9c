package orchestrate.coordinator.run;

/**
 * What came of a {@link CancelRequest}.
 *
 * @param done whether something is being stopped because of it
 * @param said for whoever asked, as a sentence without its full stop
 */
public record CancelAnswer(boolean done, String said) {
  private static final String DONE = "+";
  private static final String NOT_DONE = "-";

  /** What {@link #parse} reads. */
  String text() {
    return (done ? DONE : NOT_DONE) + said;
  }

  static CancelAnswer parse(String text) {
    return new CancelAnswer(text.startsWith(DONE), text.substring(1));
  }
}
