package orchestrate.coordinator.cli.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.CountConverter;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.cli.Table;
import orchestrate.coordinator.history.Ending;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.history.RunHistory;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.report.Format;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate runs}: what runs there were. */
@CommandLine.Command(
    name = "runs",
    description = {
      "Lists the runs of a folder's jobs, newest first: when each began, how long it took, how it"
          + " ended.",
      "",
      "--failed and --unfinished together show what is either."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:these are the runs, or there are none",
      "2:the command line is wrong, or there is no such folder",
      "3:this machine, or a fault of orchestrate"
    })
public final class RunsCommand implements Callable<Integer> {
  private static final List<String> TITLES =
      List.of("run", "began", "took", "result", "tasks", "job");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(TimeZone.getDefault().toZoneId());

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      description = "A job file, or its folder (default: the working folder).")
  private @Nullable Path place;

  @CommandLine.Option(
      names = "--last",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "At most so many, the newest.")
  private @Nullable Integer last;

  @CommandLine.Option(
      names = "--failed",
      description = "Those that ended badly: failed, were stopped, or died.")
  private boolean failed;

  @CommandLine.Option(
      names = "--unfinished",
      description = "Those without a result: they go on, or died.")
  private boolean unfinished;

  @CommandLine.Option(names = "--json", description = "For programs.")
  private boolean json;

  /** With its subcommand. */
  public static CommandLine commandLine() {
    return new CommandLine(new RunsCommand()).addSubcommand("prune", new PruneCommand());
  }

  @Override
  public Integer call() throws IOException {
    Place found = Place.of(place);
    if (found == null) {
      return refuse(Place.refusal(place));
    }
    RunHistory history = found.history();
    List<PastRun> runs =
        history.runs().filter(this::isWanted).limit(last == null ? Long.MAX_VALUE : last).toList();
    if (json) {
      System.out.print(RunsJson.of(history, runs));
      return ExitCode.OK.code();
    }
    if (runs.isEmpty()) {
      System.out.println(
          Printable.text(
              (history.ids().isEmpty() ? "no runs in " : "no such runs in ") + history.folder()));
    } else {
      print(runs);
    }
    history
        .strangers()
        .forEach(path -> System.err.println(Printable.text(path + " is no run's; left alone")));
    return ExitCode.OK.code();
  }

  private boolean isWanted(PastRun run) {
    return (!failed && !unfinished)
        || (failed && run.ending().isBad())
        || (unfinished && run.ending().isUnfinished());
  }

  private static void print(List<PastRun> runs) {
    long now = new RunClock().millis();
    var rows = new ArrayList<List<String>>();
    rows.add(TITLES);
    runs.forEach(run -> rows.add(row(run, now)));
    Table.print(rows, System.out);
    runs.stream()
        .filter(run -> run.ending() instanceof Ending.Died)
        .findFirst()
        .ifPresent(run -> System.out.printf("%norchestrate resume %s goes on with it%n", run.id()));
  }

  private static List<String> row(PastRun run, long now) {
    String job = run.job();
    return List.of(
        run.id(),
        TIME.format(run.began()),
        took(run, now),
        run.ending().text(),
        run.counts().entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", ")),
        job == null ? "" : job);
  }

  private static String took(PastRun run, long now) {
    Duration took = run.took();
    if (took != null) {
      return Format.duration(took.toMillis());
    }
    return run.ending() instanceof Ending.Running
        ? Format.duration(Math.max(0, now - run.began().toEpochMilli()))
        : "";
  }

  /** What of its options a subcommand would ignore; null if none is given. */
  @Nullable String filter() {
    return failed ? "--failed" : unfinished ? "--unfinished" : last != null ? "--last" : null;
  }

  @Nullable Path place() {
    return place;
  }

  static int refuse(String why) {
    System.err.println("orchestrate: " + Printable.text(why));
    return ExitCode.BAD_INPUT.code();
  }
}
