package orchestrate.coordinator.run;

import java.util.ArrayList;
import java.util.List;
import orchestrate.config.Action;
import orchestrate.config.Template;
import orchestrate.config.expression.Names;
import orchestrate.coordinator.describe.ShellQuoting;

/** The program and the arguments that a command is run as. */
final class CommandWords {
  private CommandWords() {}

  /**
   * @param task what a shell calls its script
   * @throws orchestrate.config.expression.EvaluationException if an expression has no value
   */
  static List<String> of(Action command, String task, Names names) {
    return switch (command) {
      case Action.Shell(Template script, List<String> shell, _) -> {
        var words = new ArrayList<>(shell);
        words.add(script.render(names, ShellQuoting::quote));
        words.add(task);
        yield words;
      }
      case Action.Exec(List<Template> program, _) ->
          program.stream().flatMap(word -> word.words(names).stream()).toList();
      case Action.Java java ->
          throw new IllegalArgumentException("a Java task is no command: " + java.name());
    };
  }
}
