package orchestrate.ipc.memory;

/** A file is not what its opener expected; the message shows both sides. */
public final class LayoutException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  public LayoutException(String message) {
    super(message);
  }
}
