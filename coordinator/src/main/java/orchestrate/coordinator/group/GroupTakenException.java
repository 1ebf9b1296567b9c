package orchestrate.coordinator.group;

/** A run does not get its turn in its group; the message says why. */
public final class GroupTakenException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean inVain;

  GroupTakenException(String message, boolean inVain) {
    super(message);
    this.inVain = inVain;
  }

  /** Whether to wait would have been in vain, however long. */
  public boolean isInVain() {
    return inVain;
  }
}
