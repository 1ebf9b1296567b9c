package orchestrate.coordinator.cli;

/** What the user wants can't be, and nothing was done; the message says why, and what to do. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }
}
