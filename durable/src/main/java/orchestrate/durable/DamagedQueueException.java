package orchestrate.durable;

/**
 * A file of the queue doesn't hold what it should; the message names file and element.
 *
 * <p>Nothing is skipped and nothing deleted: the same operation fails the same way until somebody
 * has decided what to do.
 */
public final class DamagedQueueException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  DamagedQueueException(String message) {
    super(message);
  }

  DamagedQueueException(String message, Throwable cause) {
    super(message, cause);
  }
}
