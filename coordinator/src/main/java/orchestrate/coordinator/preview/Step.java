package orchestrate.coordinator.preview;

import java.util.ArrayList;
import java.util.List;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.run.Foresight;
import orchestrate.coordinator.run.Prospect;
import org.jspecify.annotations.Nullable;

/**
 * A task of a plan: when it can start at the earliest, and how often it runs.
 *
 * @param stage counted from 1
 * @param prospect whether it would be run at all; null if there is no question of that
 */
record Step(int stage, PlannedTask task, Repetition repetition, @Nullable Prospect prospect) {
  /** All of a plan, in the order in which they are started. */
  static List<Step> of(Plan plan) {
    var repetitions = new Repetitions(plan);
    var foresight = new Foresight(plan);
    var steps = new ArrayList<Step>();
    int stage = 1;
    for (List<PlannedTask> tasks : Stages.of(plan)) {
      for (PlannedTask task : tasks) {
        steps.add(
            new Step(
                stage,
                task,
                repetitions.of(task),
                foresight.of(task, repetitions.before(task.spec()))));
      }
      stage++;
    }
    return steps;
  }
}
