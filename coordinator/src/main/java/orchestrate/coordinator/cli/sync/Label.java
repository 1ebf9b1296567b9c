package orchestrate.coordinator.cli.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this process is called where others see who holds and waits: its task, if it is in one. */
final class Label {
  private Label() {}

  static String of(String action) {
    String task = System.getenv("ORCHESTRATE_TASK");
    return task == null ? action : "task " + instance(task) + ": " + action;
  }

  /** By the program's name, which says more than ours. */
  static String ofCommand(List<String> command) {
    String program = command.getFirst();
    return of(program.substring(program.lastIndexOf('/') + 1));
  }

  private static String instance(String task) {
    @Nullable String instance = System.getenv("ORCHESTRATE_INSTANCE");
    return instance == null ? task : "%s[%s]".formatted(task, instance);
  }
}
