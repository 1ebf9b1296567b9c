package orchestrate.coordinator.export;

import java.util.List;
import orchestrate.config.Action;
import orchestrate.coordinator.describe.ShellQuoting;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.TaskDefinition;
import org.jspecify.annotations.Nullable;

/** What a task's attempts have run, as a person would type it into a shell. */
final class CommandText {
  private final PlannedTask task;

  /** Of a Java task, what is the same for all instances; null as long as nobody has asked. */
  private @Nullable String javaStart;

  CommandText(PlannedTask task) {
    this.task = task;
  }

  /** Of a Java task, which no shell can run, it is a comment. */
  String of(Run run) {
    return switch (task.spec().action()) {
      // The words are the shell, its options, the script, and what the script is called.
      case Action.Shell _ -> run.values().getFirst().get(run.values().getFirst().size() - 2);
      case Action.Exec _ -> ofWords(run.values().getFirst());
      case Action.Java java -> ofJava(java, run);
    };
  }

  /** A loop: a log of jobs has one for each attempt. */
  private static String ofWords(List<String> words) {
    var text = new StringBuilder();
    for (String word : words) {
      text.append(text.isEmpty() ? "" : " ").append(ShellQuoting.quote(word));
    }
    return text.toString();
  }

  private String ofJava(Action.Java java, Run run) {
    if (!(run.task().work() instanceof TaskDefinition.JavaTask work)) {
      return "# java";
    }
    if (javaStart == null) {
      var start = new StringBuilder("# java ").append(ShellQuoting.quote(java.name()));
      work.with().forEach((name, values) -> argument(start, name, values));
      javaStart = start.toString();
    }
    if (work.varying().isEmpty()) {
      return javaStart;
    }
    var text = new StringBuilder(javaStart);
    for (int i = 0; i < work.varying().size(); i++) {
      argument(text, work.varying().get(i), run.values().get(i));
    }
    return text.toString();
  }

  private static void argument(StringBuilder to, String name, List<String> values) {
    to.append(' ').append(ShellQuoting.quote(name + "=" + String.join(",", values)));
  }
}
