package orchestrate.config.read;

import static java.util.Objects.requireNonNullElse;
import static orchestrate.config.Problems.quoted;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import orchestrate.config.Problems;
import orchestrate.config.Stopping;
import orchestrate.config.Stopping.StopSignal;
import orchestrate.config.yaml.Node;
import org.jspecify.annotations.Nullable;

/** Reads {@code signal} and {@code kill-after}, in a task and in {@code defaults}. */
final class StoppingReader {
  static final List<String> SIGNALS =
      Arrays.stream(StopSignal.values()).map(StopSignal::name).toList();

  private final Values values;
  private final Problems problems;
  private final Scope scope;

  StoppingReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  /**
   * @param otherwise how a task is stopped that says nothing of it
   */
  Stopping read(Fields task, Stopping otherwise) {
    Node signal = task.get("signal");
    Node killAfter = task.get("kill-after");
    if (signal == null && killAfter == null) {
      return otherwise;
    }
    if (task.has("signal") && task.has("java")) {
      problems.add(
          task.positionOf("signal"),
          "`signal` is for commands: a Java task is asked to end by an interrupt",
          "`kill-after` says how long it may take to end");
    }
    return new Stopping(signal(signal), killAfter(killAfter, otherwise.killAfter()));
  }

  /** Zero means that it is killed at once. */
  Duration killAfter(@Nullable Node node, Duration otherwise) {
    return node == null ? otherwise : requireNonNullElse(values.duration(node, scope), otherwise);
  }

  private StopSignal signal(@Nullable Node node) {
    String text = node == null ? null : values.text(node, scope);
    if (node == null || text == null) {
      return Stopping.DEFAULT.signal();
    }
    String name = text.strip().toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    if (SIGNALS.contains(name)) {
      return StopSignal.valueOf(name);
    }
    problems.add(
        node.position(),
        "a task can't be asked to end by " + quoted(text.strip()),
        name.equals("KILL") || name.equals("9")
            ? "`kill-after: 0s` kills it at once"
            : "it is one of: " + String.join(", ", SIGNALS));
    return Stopping.DEFAULT.signal();
  }
}
