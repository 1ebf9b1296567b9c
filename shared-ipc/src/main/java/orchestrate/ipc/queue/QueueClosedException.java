package orchestrate.ipc.queue;

/**
 * The queue was closed: nothing can be put into it any more; or, for those who take, nothing is
 * left in it either. The message says who closed it.
 */
public final class QueueClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** For implementations of {@link ClosableQueue}. */
  public QueueClosedException(String message) {
    super(message);
  }
}
