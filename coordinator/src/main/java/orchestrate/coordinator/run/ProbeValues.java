package orchestrate.coordinator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import orchestrate.config.Action;
import orchestrate.config.Service;
import orchestrate.config.Template;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Names;
import orchestrate.coordinator.describe.ShellQuoting;
import orchestrate.worker.protocol.TaskDefinition.Service.Probe;
import org.jspecify.annotations.Nullable;

/** What a worker is told of how to see whether a service is ready. */
final class ProbeValues {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private ProbeValues() {}

  static Probe kind(Service.@Nullable Probe probe) {
    return switch (probe) {
      case Service.Port _ -> Probe.PORT;
      case Service.Log _ -> Probe.LOG;
      case Service.Exec _ -> Probe.EXEC;
      case null -> Probe.NONE;
    };
  }

  /**
   * The values that its kind wants.
   *
   * @param task whose it is
   * @throws EvaluationException if an expression has no value, or one that makes no sense there
   */
  static List<String> of(Service.@Nullable Probe probe, String task, Names names) {
    return switch (probe) {
      case Service.Port(Template number) -> List.of(port(number.render(names).strip()));
      case Service.Log(Template text) -> List.of(text(text.render(names)));
      case Service.Exec(Action command) -> {
        var values = new ArrayList<String>();
        values.add(shown(command, names));
        values.addAll(CommandWords.of(command, task, names));
        yield values;
      }
      case null -> List.of();
    };
  }

  private static String port(String text) {
    int port = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (port < 1 || port > Service.MAX_PORT) {
      throw new EvaluationException(
          "`ready.port` must be a whole number from 1 to %d, not `%s`"
              .formatted(Service.MAX_PORT, text));
    }
    return Integer.toString(port);
  }

  private static String text(String text) {
    if (text.isEmpty()) {
      throw new EvaluationException("`ready.log` is empty, and that is in every output");
    }
    return text;
  }

  /** As it would be typed; of a script the first line. */
  private static String shown(Action command, Names names) {
    String typed =
        switch (command) {
          case Action.Shell shell -> shell.script().render(names, ShellQuoting::quote);
          case Action.Exec _, Action.Java _ ->
              String.join(" ", CommandWords.of(command, "", names));
        };
    return typed.strip().lines().findFirst().orElse("");
  }
}
