package orchestrate.config.read;

import static java.util.Objects.requireNonNullElse;
import static orchestrate.config.Problems.quoted;

import orchestrate.config.Limits;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import org.jspecify.annotations.Nullable;

/** Reads {@code cpus}, {@code memory}, {@code priority} and {@code max-parallel} of a task. */
final class LimitsReader {
  static final int MAX_CPUS = 4096;
  static final int MAX_PRIORITY = 1_000_000;

  private final Values values;
  private final Problems problems;
  private final Scope scope;

  LimitsReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  Limits read(Fields task) {
    checkMaxParallel(task);
    return new Limits(
        number(task.get("cpus"), "the number of cpus", 1, MAX_CPUS, Limits.NONE.cpus()),
        memory(task.get("memory")),
        number(task.get("priority"), "a priority", -MAX_PRIORITY, MAX_PRIORITY, 0),
        number(
            task.get("max-parallel"),
            "`max-parallel`",
            1,
            Integer.MAX_VALUE,
            Limits.NONE.maxParallel()));
  }

  private int number(@Nullable Node node, String what, int min, int max, int otherwise) {
    return node == null
        ? otherwise
        : requireNonNullElse(values.wholeNumber(node, scope, what, min, max), otherwise);
  }

  private long memory(@Nullable Node node) {
    return node == null ? 0 : requireNonNullElse(values.size(node, scope), 0L);
  }

  private void checkMaxParallel(Fields task) {
    if (!task.has("max-parallel")) {
      return;
    }
    if (!task.has("for-each") && !task.has("matrix") && task.allKnown()) {
      problems.add(
          task.positionOf("max-parallel"),
          "`max-parallel` limits the instances of a `for-each`, and this task has none",
          "for tasks that are not to run at the same time, `acquire` a semaphore");
    }
    if (task.has("meets")) {
      problems.add(
          task.positionOf("max-parallel"),
          quoted("max-parallel") + " contradicts `meets`: those who meet are started together",
          "the barrier's parties say how many run at a time");
    }
  }
}
