package orchestrate.pool;

import org.jspecify.annotations.Nullable;

/**
 * A task, an item or a result can't be turned into bytes, or back: says which, why, and what helps.
 */
public final class TaskFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TaskFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
