package orchestrate.coordinator.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Gives a command its subcommands: only those that the arguments name, or all if they name none, to
 * show them or to say what is wrong. Picocli reads the annotations of whatever it is given, which
 * for all of them takes three times as long as to set an event.
 */
public final class Subcommands {
  private Subcommands() {}

  /**
   * Adds those that the arguments name, or all.
   *
   * @param subcommands by their names, in the order in which they are shown
   */
  public static void add(
      CommandLine command, List<String> arguments, Map<String, Supplier<CommandLine>> subcommands) {
    boolean named = subcommands.keySet().stream().anyMatch(arguments::contains);
    subcommands.forEach(
        (name, subcommand) -> {
          if (!named || arguments.contains(name)) {
            command.addSubcommand(name, subcommand.get());
          }
        });
  }
}
