package orchestrate.config.read;

import java.util.Set;
import orchestrate.config.FailurePolicy;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;

/** Reads {@code fail-fast}, {@code allow-failure} and {@code success-exit-codes} of a task. */
final class FailureReader {
  private final Values values;
  private final Problems problems;
  private final Scope scope;

  FailureReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  FailurePolicy read(Fields task) {
    if (task.has("fail-fast") && !task.has("for-each") && !task.has("matrix") && task.allKnown()) {
      problems.add(
          task.positionOf("fail-fast"),
          "`fail-fast` ends the other instances of a `for-each`, and this task has none",
          "to end the whole run at its first failure, write `max-failures: 1` at the top, or run"
              + " with --fail-fast");
    }
    return new FailurePolicy(flag(task, "fail-fast"), flag(task, "allow-failure"), codes(task));
  }

  private boolean flag(Fields task, String key) {
    Node node = task.get(key);
    return node != null && Boolean.TRUE.equals(values.flag(node, scope));
  }

  private Set<Integer> codes(Fields task) {
    Node node = task.get("success-exit-codes");
    if (node == null) {
      return Set.of();
    }
    if (task.has("java")) {
      problems.add(
          task.positionOf("success-exit-codes"),
          "a Java task has no exit code, so `success-exit-codes` says nothing of it",
          "it fails if it throws; let it return instead");
    }
    return values.wholeNumbers(node, scope, "an exit code", 0, 255);
  }
}
