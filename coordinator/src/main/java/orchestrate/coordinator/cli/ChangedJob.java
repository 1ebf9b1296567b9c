package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import orchestrate.coordinator.describe.JobChange;
import orchestrate.coordinator.describe.JobRecord;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.run.Resumption;
import orchestrate.coordinator.run.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * What was changed in a job file before a run of it is resumed, and whether the run can go on with
 * it. It can't if something is done already that would be done otherwise now.
 *
 * @param told what is to be said of the changes, line by line
 * @param anew names of the tasks that would have to be done anew
 * @param isInConflict whether something was changed that may matter to all that is done
 */
record ChangedJob(List<String> told, Set<String> anew, boolean isInConflict) {
  private static final int SHOWN_CHARACTERS = 60;

  /** What of a task does not make what is done another: how it is run, shown, and tried again. */
  private static final Set<String> HARMLESS =
      Set.of(
          "timeout",
          "retry",
          "output",
          "cpus",
          "memory",
          "priority",
          "max-parallel",
          "acquire",
          "signal",
          "kill-after",
          "tags",
          "fail-fast",
          "allow-failure",
          "cache",
          "artifacts",
          "ready",
          "secrets");

  /** What of the job all tasks may read. */
  private static final Set<String> MATTERS_TO_ALL = Set.of("params", "env");

  static ChangedJob of(RunFolder folder, Plan plan, Resumption run) throws IOException {
    var told = new ArrayList<String>();
    var anew = new LinkedHashSet<String>();
    boolean conflict = false;
    Set<String> begun = run.begun();
    try {
      for (JobChange change : JobRecord.changesSince(folder.path(), plan)) {
        boolean matters = matters(change, begun);
        told.add(describe(change) + (matters ? "; " + consequence(change, plan, begun) : ""));
        conflict |= matters;
        if (matters && change.task() != null) {
          anew.add(change.task());
        }
      }
    } catch (NoSuchFileException e) {
      told.add("what the job was when the run began is not kept; it goes on with what it is now");
    }
    run.changedItems()
        .forEach(
            (task, change) -> {
              told.add("task %s: %s".formatted(task, change));
              anew.add(task);
            });
    return new ChangedJob(told, anew, conflict);
  }

  private static boolean matters(JobChange change, Set<String> begun) {
    return switch (change) {
      case JobChange.TaskAdded _, JobChange.TaskRemoved _ -> false;
      case JobChange.FieldChanged field -> {
        String key = field.field().split("\\.", 2)[0];
        yield field.task() == null
            ? MATTERS_TO_ALL.contains(key) && !begun.isEmpty()
            : !HARMLESS.contains(key) && begun.contains(field.task());
      }
    };
  }

  private static String describe(JobChange change) {
    return switch (change) {
      case JobChange.TaskAdded(String task) -> "task %s: new".formatted(task);
      case JobChange.TaskRemoved(String task) -> "task %s: not there any more".formatted(task);
      case JobChange.FieldChanged(var task, String field, var before, var after) ->
          "%s: %s changed: %s -> %s"
              .formatted(
                  task == null ? "the job" : "task " + task, field, shown(before), shown(after));
    };
  }

  private static String shown(@Nullable String value) {
    if (value == null) {
      return "not given";
    }
    return value.length() <= SHOWN_CHARACTERS
        ? value
        : value.substring(0, SHOWN_CHARACTERS) + "...";
  }

  private static String consequence(JobChange change, Plan plan, Set<String> begun) {
    if (change.task() == null) {
      return "what is done was done with the old value, and stays so";
    }
    Set<String> behind = behind(change.task(), plan);
    behind.retainAll(begun);
    return "it was begun with the old one"
        + (behind.isEmpty()
            ? ""
            : ", and so was what needs it: " + behind.stream().collect(Collectors.joining(", ")));
  }

  /** All that needs the task, directly or through others. */
  private static Set<String> behind(String name, Plan plan) {
    var behind = new TreeSet<String>();
    var numbers = new LinkedHashSet<Integer>();
    plan.tasks().stream()
        .filter(task -> task.name().equals(name))
        .forEach(task -> numbers.add(task.number()));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (PlannedTask task : plan.tasks()) {
        if (task.needs().stream().anyMatch(numbers::contains) && numbers.add(task.number())) {
          behind.add(task.name());
          grown = true;
        }
      }
    }
    return behind;
  }
}
