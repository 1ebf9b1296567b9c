package orchestrate.coordinator.run;

import java.util.ArrayList;
import java.util.List;
import orchestrate.config.Template;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import org.jspecify.annotations.Nullable;

/** Turns a task of the plan, for one of its items, into what a worker is told. */
final class Assignments {
  private final OutputValues outputs;
  private final List<@Nullable Assignment> byTask = new ArrayList<>();

  Assignments(OutputValues outputs) {
    this.outputs = outputs;
  }

  /**
   * @param item null if the task has no fan-out
   * @throws OutputValues.MissingOutputException if an expression has no value
   */
  Attempt of(PlannedTask task, long instance, int attempt, @Nullable String item) {
    return of(task).attempt(instance, attempt, item, scope(item));
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

  /** What expressions mean for an instance with this item. */
  Template.Scope scope(@Nullable String item) {
    return new Template.Scope() {
      @Override
      public String item() {
        if (item == null) {
          throw new IllegalStateException("an item was asked for outside of a fan-out");
        }
        return item;
      }

      @Override
      public String output(String task, String key) {
        return outputs.get(task, key);
      }
    };
  }
}
