package orchestrate.benchmarks;

import picocli.CommandLine;

/** The command {@code benchmarks/run}. */
@CommandLine.Command(
    name = "benchmarks/run",
    description = "Measures orchestrate beside what others use for the same.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PrimitivesCommand.class,
      EngineCommand.class,
      JournalCommand.class,
      LibraryCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int exitCode =
        new CommandLine(new Main())
            .setExecutionExceptionHandler(
                (e, command, _) -> {
                  command.getErr().println("benchmarks: " + e.getMessage());
                  return e instanceof IllegalArgumentException
                      ? CommandLine.ExitCode.USAGE
                      : CommandLine.ExitCode.SOFTWARE;
                })
            .execute(arguments);
    System.exit(exitCode);
  }
}
