package orchestrate.ipc.channel;

/**
 * The end of a {@link SharedChannel}: nothing more will come, or can be sent. The message says
 * whether an end was closed or its process died, and whose it was.
 */
public final class ChannelClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final boolean died;

  ChannelClosedException(String message, boolean died) {
    super(message);
    this.died = died;
  }

  /** Whether the process at the other end died, rather than closing it. */
  public boolean died() {
    return died;
  }
}
