package orchestrate.ipc.session;

/** An object can't be removed, since somebody uses it; the message says who. */
public final class InUseException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  InUseException(String message) {
    super(message);
  }
}
