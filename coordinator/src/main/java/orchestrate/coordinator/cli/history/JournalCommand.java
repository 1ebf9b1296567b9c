package orchestrate.coordinator.cli.history;

import picocli.CommandLine;

/** {@code orchestrate journal}: only a name for what can be done with one. */
@CommandLine.Command(
    name = "journal",
    description = "Shows what is in the journal of a run.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class JournalCommand {
  private JournalCommand() {}

  /** With its subcommand. */
  public static CommandLine commandLine() {
    return new CommandLine(new JournalCommand()).addSubcommand("dump", new DumpCommand());
  }
}
