package orchestrate.pool;

import java.util.concurrent.ExecutionException;

/**
 * The worker process that ran a task has ended before the task did: it was killed, it crashed, ran
 * out of memory, or the task called {@code System.exit}. It is the cause of the {@link
 * ExecutionException} with which the task's future fails, when no retries are left.
 */
public final class WorkerLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The last that the worker has printed. */
  private final String log;

  WorkerLostException(String message, String log) {
    super(log.isEmpty() ? message : message + "\nThe last that it printed:\n" + log);
    this.log = log;
  }

  /** The end of what the worker has printed, a few kilobytes; empty if it printed nothing. */
  public String log() {
    return log;
  }
}
