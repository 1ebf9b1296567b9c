package orchestrate.pool;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import orchestrate.task.Task;
import orchestrate.worker.TaskParts;
import org.jspecify.annotations.Nullable;

/**
 * How a job's task is sent to a worker: as it is if it is serialisable, else in the parts from
 * which a job would make it.
 */
final class SentTask {
  private SentTask() {}

  /**
   * What is sent in its place.
   *
   * @throws TaskFormatException if it can't be sent; says why
   */
  static Object of(Task task) {
    if (task instanceof Serializable) {
      return task;
    }
    try {
      return TaskParts.of(task);
    } catch (IllegalArgumentException e) {
      throw new TaskFormatException(
          "task %s can't be sent to another process: %s; it must be a record as a job can have it, or java.io.Serializable"
              .formatted(task.getClass().getName(), e.getMessage()),
          e);
    }
  }

  /** The task that came. */
  static Task received(@Nullable Object sent) throws Exception {
    if (!(sent instanceof TaskParts parts)) {
      return (Task) requireNonNull(sent);
    }
    try {
      return parts.task();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception thrown ? thrown : e;
    }
  }
}
