package orchestrate.coordinator.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import orchestrate.config.Explanation;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.history.ExplainCommand;
import orchestrate.coordinator.cli.history.JournalCommand;
import orchestrate.coordinator.cli.history.LogsCommand;
import orchestrate.coordinator.cli.history.RunsCommand;
import orchestrate.coordinator.cli.jobfile.GraphCommand;
import orchestrate.coordinator.cli.jobfile.InitCommand;
import orchestrate.coordinator.cli.jobfile.PlanCommand;
import orchestrate.coordinator.cli.jobfile.SchemaCommand;
import orchestrate.coordinator.cli.jobfile.ValidateCommand;
import orchestrate.coordinator.cli.sync.SyncCommand;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.report.Version;
import orchestrate.coordinator.run.Invocation;
import picocli.CommandLine;

/** The command {@code orchestrate}. */
@CommandLine.Command(
    name = "orchestrate",
    description = "Runs batch pipelines and CI jobs on every core of this machine.",
    version = "orchestrate " + Version.NUMBER,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:a task failed, was cancelled, or was skipped because another did",
      "2:the command line or the job file is wrong; nothing was run",
      "3:the run could not be carried through: this machine, or a fault of orchestrate",
      "124:another run of its concurrency group was under way; nothing was run",
      "129, 130, 143:stopped by SIGHUP, SIGINT, SIGTERM"
    })
public final class Main {
  /** What needs no subcommands, which take longer to get ready than all else. */
  private static final List<String> ASK_FOR_VERSION = List.of("-V", "--version");

  private Main() {}

  public static void main(String[] arguments) {
    var spawner = new Spawner();
    if (arguments.length > 0 && (arguments[0].equals("run") || arguments[0].equals("resume"))) {
      HeadStart.begin(spawner);
    }
    int exitCode = execute(arguments, spawner);
    if (exitCode != ExitCode.OK.code() || isHeldUp()) {
      // It looks for a logger, and to find none opens all jars: that takes as long as a small task.
      System.exit(exitCode);
    }
  }

  /** Whether tasks or libraries have left threads running that this process would wait for. */
  private static boolean isHeldUp() {
    var threads = new Thread[2 * Thread.activeCount() + 1];
    int count = Thread.enumerate(threads);
    return Arrays.stream(threads, 0, count)
        .anyMatch(thread -> !thread.isDaemon() && !thread.equals(Thread.currentThread()));
  }

  /**
   * Does what a command line says, in this process; returns the exit code.
   *
   * @param spawner starts the workers of a run
   */
  public static int execute(String[] arguments, Spawner spawner) {
    try {
      if (isPlainRun(arguments)) {
        return RunCommand.plain(spawner, rest(List.of(arguments))).call();
      }
      return commandLine(List.of(arguments), spawner)
          // An argument is meant for a command of the user's, or a value, and never names a file.
          .setExpandAtFiles(false)
          .setParameterExceptionHandler((e, given) -> misused(e))
          .setExecutionExceptionHandler((e, command, parsed) -> broken(e))
          .execute(arguments);
    } catch (Exception | Error e) {
      return broken(e);
    }
  }

  /**
   * Whether it is {@code run} or {@code run FILE}. Those are the usual command lines, and for
   * picocli to get ready takes longer than to read the job.
   */
  private static boolean isPlainRun(String[] arguments) {
    return switch (arguments.length) {
      case 1 -> arguments[0].equals("run");
      case 2 -> arguments[0].equals("run") && !arguments[1].startsWith("-");
      default -> false;
    };
  }

  /** What follows the command. */
  private static List<String> rest(List<String> arguments) {
    return arguments.subList(Math.min(1, arguments.size()), arguments.size());
  }

  /**
   * All options of a command would drown what is wrong; what commands there are is worth knowing.
   */
  private static int misused(CommandLine.ParameterException e) {
    System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
    CommandLine command = e.getCommandLine();
    boolean told = CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    if (!told && !command.getSubcommands().isEmpty()) {
      command.usage(command.getErr());
    } else if (!told) {
      String name = command.getCommandSpec().qualifiedName();
      System.err.println("(" + name + " --help shows what there is)");
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int broken(Throwable thrown) {
    System.err.println("orchestrate: " + Printable.text(Explanation.of(thrown)));
    if (System.getenv("ORCHESTRATE_DEBUG") != null) {
      thrown.printStackTrace();
    } else {
      System.err.println("(ORCHESTRATE_DEBUG=1 shows where it happened)");
    }
    return ExitCode.BROKEN.code();
  }

  private static CommandLine commandLine(List<String> arguments, Spawner spawner) {
    var main = new CommandLine(new Main());
    var subcommands = new LinkedHashMap<String, Supplier<CommandLine>>();
    subcommands.put(
        "run", () -> new CommandLine(new RunCommand(spawner, Invocation.here(rest(arguments)))));
    subcommands.put("resume", () -> new CommandLine(new ResumeCommand(spawner)));
    subcommands.put("plan", () -> new CommandLine(new PlanCommand()));
    subcommands.put("validate", () -> new CommandLine(new ValidateCommand()));
    subcommands.put("graph", () -> new CommandLine(new GraphCommand()));
    subcommands.put("schema", () -> new CommandLine(new SchemaCommand()));
    subcommands.put("init", () -> new CommandLine(new InitCommand()));
    subcommands.put("ps", () -> new CommandLine(new PsCommand()));
    subcommands.put("top", () -> new CommandLine(new TopCommand()));
    subcommands.put("cancel", () -> new CommandLine(new CancelCommand()));
    subcommands.put("doctor", () -> new CommandLine(new DoctorCommand()));
    subcommands.put("pause", () -> new CommandLine(new PauseCommand.Pause()));
    subcommands.put("unpause", () -> new CommandLine(new PauseCommand.Unpause()));
    subcommands.put("runs", RunsCommand::commandLine);
    subcommands.put("logs", () -> new CommandLine(new LogsCommand()));
    subcommands.put("explain", () -> new CommandLine(new ExplainCommand()));
    subcommands.put("report", () -> new CommandLine(new ReportCommand()));
    subcommands.put("journal", JournalCommand::commandLine);
    subcommands.put("sync", () -> SyncCommand.commandLine(arguments));
    // By the first argument alone: another may be called like a command.
    List<String> first = arguments.stream().limit(1).toList();
    if (first.isEmpty() || !ASK_FOR_VERSION.contains(first.getFirst())) {
      Subcommands.add(main, first, subcommands);
    }
    return main;
  }
}
