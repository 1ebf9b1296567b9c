package orchestrate.coordinator.describe;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orchestrate.coordinator.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * All that a job file says, by its keys, with params, included files, and defaults in their places.
 * How it is written, in which order, and with which comments, makes no difference.
 *
 * @param job of the job as a whole
 * @param tasks of each task, in the order of the plan
 */
public record JobDescription(Map<String, String> job, Map<String, Map<String, String>> tasks) {
  /** As it is now. */
  public static JobDescription of(Plan plan) {
    var tasks = new LinkedHashMap<String, Map<String, String>>();
    plan.tasks().forEach(task -> tasks.put(task.name(), TaskFields.of(task)));
    return new JobDescription(JobFields.of(plan.job()), tasks);
  }

  /**
   * What is another in this one than it was in that: first of the job, then of the tasks, in their
   * order.
   */
  public List<JobChange> changesSince(JobDescription before) {
    var changes = new ArrayList<JobChange>();
    addChanges(null, before.job, job, changes);
    tasks.forEach(
        (name, now) -> {
          Map<String, String> then = before.tasks.get(name);
          if (then == null) {
            changes.add(new JobChange.TaskAdded(name));
          } else {
            addChanges(name, then, now, changes);
          }
        });
    before.tasks.keySet().stream()
        .filter(name -> !tasks.containsKey(name))
        .forEach(name -> changes.add(new JobChange.TaskRemoved(name)));
    return changes;
  }

  private static void addChanges(
      @Nullable String task,
      Map<String, String> before,
      Map<String, String> after,
      List<JobChange> to) {
    var fields = new LinkedHashSet<>(after.keySet());
    fields.addAll(before.keySet());
    for (String field : fields) {
      if (!Objects.equals(before.get(field), after.get(field))) {
        to.add(
            new JobChange.FieldChanged(
                task, requireNonNull(field), before.get(field), after.get(field)));
      }
    }
  }
}
