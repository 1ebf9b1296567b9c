package orchestrate.coordinator.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import orchestrate.config.expression.EvaluationException;

/** What tasks gave to those that need them. Thread-safe. */
final class OutputValues {
  private final Map<String, Map<String, String>> ofTask = new ConcurrentHashMap<>();

  void put(String task, Map<String, String> outputs) {
    if (!outputs.isEmpty()) {
      ofTask.put(task, outputs);
    }
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
