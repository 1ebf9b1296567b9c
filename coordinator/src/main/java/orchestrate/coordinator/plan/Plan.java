package orchestrate.coordinator.plan;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import orchestrate.config.JobFile;

/**
 * A job that can be run.
 *
 * @param tasks by number, in the order of the job file
 * @param rerun names of tasks that are to be run even if they are up to date
 */
public record Plan(JobFile job, List<PlannedTask> tasks, RunLimits limits, Set<String> rerun) {
  public Plan {
    tasks = List.copyOf(tasks);
    rerun = Set.copyOf(rerun);
  }

  /** The same, but these tasks are to be run even if they are up to date. */
  public Plan rerunning(Collection<String> names) {
    return new Plan(job, tasks, limits, Set.copyOf(names));
  }

  /** How many tasks run at a time. */
  public int slots() {
    return limits.slots();
  }

  public PlannedTask task(int number) {
    return tasks.get(number);
  }
}
