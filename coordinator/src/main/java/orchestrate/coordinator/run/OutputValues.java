package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Value;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;

/**
 * What tasks gave to those that need them, and how they ended. One thread tells it; any may ask,
 * about tasks that are over, and services that are ready.
 */
final class OutputValues {
  private final Map<String, Map<String, String>> ofTask = new ConcurrentHashMap<>();

  /** Of each fan-out by key, as far as somebody uses it: what nobody asks for is not kept. */
  private final Map<String, Map<String, OutputList>> ofFanOut = new HashMap<>();

  private final Map<String, TaskStatus> statuses = new ConcurrentHashMap<>();

  OutputValues(Plan plan) {
    Map<String, Set<String>> used = used(plan);
    for (PlannedTask task : plan.tasks()) {
      if (task.isFanOut()) {
        var lists = new HashMap<String, OutputList>();
        used.getOrDefault(task.name(), Set.of())
            .forEach(key -> lists.put(key, new OutputList(task.name(), key)));
        ofFanOut.put(task.name(), lists);
      }
    }
  }

  /** The keys that tasks of this run ask for, by the task that gives them. */
  private static Map<String, Set<String>> used(Plan plan) {
    var used = new HashMap<String, Set<String>>();
    plan.tasks().stream()
        .filter(task -> task.leftOut() == null)
        .flatMap(task -> task.spec().usedOutputs().entrySet().stream())
        .forEach(
            use -> used.computeIfAbsent(use.getKey(), _ -> new HashSet<>()).addAll(use.getValue()));
    return used;
  }

  /**
   * An instance has ended.
   *
   * @param instance of a fan-out; else it says nothing
   */
  void put(PlannedTask task, long instance, Outcome outcome) {
    if (outcome instanceof Outcome.Succeeded(var values)) {
      put(task, instance, values);
    } else if (outcome instanceof Outcome.UpToDate(var values, _, _)) {
      put(task, instance, values);
    }
  }

  /**
   * An instance has succeeded, or a service is ready, and gave this.
   *
   * @param instance of a fan-out; else it says nothing
   */
  void put(PlannedTask task, long instance, Map<String, String> outputs) {
    if (outputs.isEmpty()) {
      return;
    }
    Map<String, OutputList> lists = ofFanOut.get(task.name());
    if (lists == null) {
      ofTask.put(task.name(), outputs);
    } else {
      lists.forEach(
          (key, list) -> {
            String text = outputs.get(key);
            if (text != null) {
              list.add(instance, text);
            }
          });
    }
  }

  /** A service that can be used counts as a success, as long as it has not ended. */
  void ready(String service) {
    statuses.put(service, new TaskStatus.Succeeded());
  }

  void ended(String task, TaskStatus status) {
    ofFanOut.getOrDefault(task, Map.of()).values().forEach(OutputList::complete);
    statuses.put(task, status); // last: whoever sees it sees the lists, too
  }

  /** How a task ended that is over, or a service that is ready. */
  String result(String task) {
    return switch (status(task)) {
      case TaskStatus.Succeeded s -> "success";
      case TaskStatus.Failed f -> "failure";
      case TaskStatus.AllowedFailure a -> "failure";
      case TaskStatus.Cancelled c -> "cancelled";
      case TaskStatus.Skipped s -> "skipped";
      case TaskStatus.Declined d -> "skipped";
      case TaskStatus.Waiting w -> throw new IllegalStateException(task + " is not over");
      case TaskStatus.Active a -> throw new IllegalStateException(task + " is not over");
    };
  }

  private TaskStatus status(String task) {
    TaskStatus status = statuses.get(task);
    if (status == null) {
      throw new IllegalStateException(task + " is not over");
    }
    return status;
  }

  /**
   * The value that a task gave; of a fan-out, the list of those that its instances gave.
   *
   * @throws EvaluationException if it gave no such value, or a list that is too long
   */
  Value get(String task, String key) {
    Map<String, OutputList> lists = ofFanOut.get(task);
    if (lists == null) {
      return new Value.Text(text(task, key));
    }
    TaskStatus status = status(task);
    if (status instanceof TaskStatus.Skipped || status instanceof TaskStatus.Declined) {
      throw new EvaluationException(
          "task `%s` gave no output `%s`: it was skipped (%s)"
              .formatted(task, key, status.reason()));
    }
    return requireNonNull(lists.get(key), "an output that no task was said to use").value();
  }

  private String text(String task, String key) {
    Map<String, String> outputs = ofTask.getOrDefault(task, Map.of());
    String value = outputs.get(key);
    if (value == null) {
      throw new EvaluationException(
          "task `%s` gave no output `%s`; it gave %s"
              .formatted(
                  task, key, outputs.isEmpty() ? "none" : String.join(", ", outputs.keySet())));
    }
    return value;
  }
}
