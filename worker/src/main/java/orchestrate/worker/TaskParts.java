package orchestrate.worker;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import orchestrate.task.Task;

/**
 * A task that is a record, taken apart so that another process can make the same one: its class and
 * the texts of its components, as a job file would give them.
 *
 * @param values of the components, in their order
 */
@SuppressWarnings("serial") // they are lists of texts
public record TaskParts(Class<?> type, List<List<String>> values) implements Serializable {
  private static final ClassValue<TaskFactory> FACTORIES =
      new ClassValue<>() {
        @Override
        protected TaskFactory computeValue(Class<?> type) {
          return TaskFactory.of(type);
        }
      };

  /**
   * Takes it apart.
   *
   * @throws IllegalArgumentException if it is no record, or has a component that {@code with} can't
   *     give; the message says which
   */
  public static TaskParts of(Task task) {
    Class<?> type = task.getClass();
    if (!type.isRecord()) {
      throw new IllegalArgumentException("class " + type.getName() + " is no record");
    }
    return new TaskParts(type, FACTORIES.get(type).values(task));
  }

  /**
   * The same task.
   *
   * @throws InvocationTargetException if the record's own code throws
   */
  public Task task() throws InvocationTargetException {
    return FACTORIES.get(type).fromValues().create(values);
  }
}
