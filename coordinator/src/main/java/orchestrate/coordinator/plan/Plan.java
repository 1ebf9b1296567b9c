package orchestrate.coordinator.plan;

import java.util.List;
import orchestrate.config.JobFile;

/**
 * A job that can be run.
 *
 * @param tasks by number, in the order of the job file
 */
public record Plan(JobFile job, List<PlannedTask> tasks, RunLimits limits) {
  public Plan {
    tasks = List.copyOf(tasks);
  }

  /** How many tasks run at a time. */
  public int slots() {
    return limits.slots();
  }

  public PlannedTask task(int number) {
    return tasks.get(number);
  }
}
