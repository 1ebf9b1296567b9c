package orchestrate.coordinator.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import orchestrate.config.expression.EvaluationException;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;

/** What tasks gave to those that need them, and how they ended. Thread-safe. */
final class OutputValues {
  private final Map<String, Map<String, String>> ofTask = new ConcurrentHashMap<>();
  private final Map<String, TaskStatus> statuses = new ConcurrentHashMap<>();

  void put(String task, Map<String, String> outputs) {
    if (!outputs.isEmpty()) {
      ofTask.put(task, outputs);
    }
  }

  /** What an instance that has ended gave; of many nobody could say whose it is. */
  void put(PlannedTask task, Outcome outcome) {
    if (task.isFanOut()) {
      return;
    }
    switch (outcome) {
      case Outcome.Succeeded(var values) -> put(task.name(), values);
      case Outcome.UpToDate(var values, _) -> put(task.name(), values);
      case Outcome.Cancelled c -> {}
      case Outcome.Failure f -> {}
    }
  }

  /** A service that can be used counts as a success, as long as it has not ended. */
  void ready(String service) {
    statuses.put(service, new TaskStatus.Succeeded());
  }

  void ended(String task, TaskStatus status) {
    statuses.put(task, status);
  }

  /** How a task ended that is over, or a service that is ready. */
  String result(String task) {
    return switch (statuses.get(task)) {
      case TaskStatus.Succeeded s -> "success";
      case TaskStatus.Failed f -> "failure";
      case TaskStatus.AllowedFailure a -> "failure";
      case TaskStatus.Cancelled c -> "cancelled";
      case TaskStatus.Skipped s -> "skipped";
      case TaskStatus.Declined d -> "skipped";
      case TaskStatus.Waiting w -> throw new IllegalStateException(task + " is not over");
      case TaskStatus.Active a -> throw new IllegalStateException(task + " is not over");
      case null -> throw new IllegalStateException(task + " is not over");
    };
  }

  /**
   * @throws EvaluationException if the task gave no such value
   */
  String get(String task, String key) {
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
