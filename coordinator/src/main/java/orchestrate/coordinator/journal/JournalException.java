package orchestrate.coordinator.journal;

/** The journal can't be written, so the run can't go on. */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
