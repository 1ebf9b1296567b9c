package orchestrate.coordinator.plan;

import java.util.List;
import orchestrate.config.JobFile;

/**
 * A job that can be run.
 *
 * @param tasks by number, in the order of the job file
 * @param slots how many commands or workers for Java tasks run at a time
 */
public record Plan(JobFile job, List<PlannedTask> tasks, int slots) {
  public Plan {
    tasks = List.copyOf(tasks);
  }

  public PlannedTask task(int number) {
    return tasks.get(number);
  }
}
