package orchestrate.task;

/**
 * A subtask has failed for good. The message says which, why, and where its log is. A task that
 * does not catch it has failed itself.
 */
public final class SubtaskFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SubtaskFailedException(String message) {
    super(message);
  }
}
