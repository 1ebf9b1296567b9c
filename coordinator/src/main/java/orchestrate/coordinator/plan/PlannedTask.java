package orchestrate.coordinator.plan;

import java.util.List;
import orchestrate.config.TaskSpec;
import org.jspecify.annotations.Nullable;

/**
 * A task of the plan. A fan-out is one task however many items it has.
 *
 * @param number its place in the plan, counted from 0
 * @param needs numbers of the tasks that must be over first, in the order of the spec
 * @param leftOut why it is not to be run; null if it is
 */
public record PlannedTask(
    int number, TaskSpec spec, List<Integer> needs, Launch launch, @Nullable String leftOut) {
  /** How its instances are run. */
  public sealed interface Launch {}

  /**
   * As a command.
   *
   * @param piped whether another task reads its stdout
   */
  public record AsCommand(boolean piped) implements Launch {}

  /** As a class, by a worker that keeps it loaded. */
  public record AsClass(String classPath, String className) implements Launch {}

  public PlannedTask {
    needs = List.copyOf(needs);
  }

  public String name() {
    return spec.name();
  }

  public boolean isFanOut() {
    return spec.forEach() != null;
  }

  public boolean isJava() {
    return launch instanceof AsClass;
  }

  /** Stands for the task as a whole where an instance is asked for. */
  public static final long WHOLE = -1;

  /** How a person would call one of its instances. */
  public String instanceName(long instance) {
    return isFanOut() && instance != WHOLE ? name() + "[" + instance + "]" : name();
  }
}
