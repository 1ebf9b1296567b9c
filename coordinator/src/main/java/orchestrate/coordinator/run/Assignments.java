package orchestrate.coordinator.run;

import java.util.ArrayList;
import java.util.List;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import org.jspecify.annotations.Nullable;

/** Turns a task of the plan, for one of its items, into what a worker is told. */
final class Assignments {
  private final List<@Nullable Assignment> byTask = new ArrayList<>();

  /**
   * @param item null if the task has no fan-out
   * @param names what expressions mean for it
   * @throws orchestrate.config.expression.EvaluationException if an expression has no value
   */
  Attempt of(
      PlannedTask task, long instance, int attempt, @Nullable String item, InstanceNames names) {
    return of(task).attempt(instance, attempt, item, names);
  }

  private Assignment of(PlannedTask task) {
    while (byTask.size() <= task.number()) {
      byTask.add(null);
    }
    Assignment known = byTask.get(task.number());
    if (known == null) {
      known = new Assignment(task);
      byTask.set(task.number(), known);
    }
    return known;
  }
}
