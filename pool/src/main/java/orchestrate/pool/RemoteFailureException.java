package orchestrate.pool;

/**
 * A task failed in a way that can't be sent from process to process as it is: it threw an exception
 * that is not serialisable or of a class that isn't known here, or its result is not serialisable.
 * Says what it was in words; its cause is the {@link RemoteTrace}.
 */
public final class RemoteFailureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RemoteFailureException(String message) {
    super(message);
  }
}
