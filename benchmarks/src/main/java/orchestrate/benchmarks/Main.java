package orchestrate.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import orchestrate.benchmarks.page.Page;
import orchestrate.benchmarks.page.ReportFiles;
import orchestrate.benchmarks.plot.Plot;
import orchestrate.benchmarks.primitives.Cores;
import orchestrate.benchmarks.report.Machine;
import orchestrate.benchmarks.report.Report;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Rounds;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code benchmarks/run}: measures the chosen scenarios and writes the report. */
@CommandLine.Command(
    name = "benchmarks/run",
    description = "Measures orchestrate beside what others use for the same.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Main implements Callable<Integer> {
  /** The project's folder. */
  private static final Path HOME = Path.of(System.getProperty("benchmarks.home", ""));

  /** Most of them wait for something. */
  private static final int SMOKE_AT_ONCE = 4;

  @Parameters(
      paramLabel = "SUITE",
      arity = "0..*",
      completionCandidates = SuiteNames.class,
      description =
          "${COMPLETION-CANDIDATES}; default all. Or jmh: JMH by itself, with its own options.")
  private List<String> suites = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "How often each contestant has its turn, at most; default ${DEFAULT-VALUE}. What takes long and"
              + " varies little has fewer.")
  private int rounds = 3;

  @Option(
      names = "--only",
      paramLabel = "SCENARIO",
      split = ",",
      description = "Only these scenarios.")
  private List<String> only = List.of();

  @Option(
      names = "--kills",
      paramLabel = "N",
      description =
          "How often each kind of kill is done, at least, in all rounds; default 10, or 100 where it is"
              + " soon done.")
  private @Nullable Integer kills;

  @Option(
      names = "--cores",
      paramLabel = "A,B",
      split = ",",
      description = "The cores between which to hand over; default the first two.")
  private @Nullable List<Integer> cores;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the report goes; default benchmarks/target/results.")
  private @Nullable Path out;

  @Option(
      names = "--publish",
      description = "At the end, puts the report where the project keeps it: docs/performance.md.")
  private boolean publish;

  @Option(
      names = "--smoke",
      description =
          "One round of next to no work, in less than a minute: shows that all works, the figures mean"
              + " nothing.")
  private boolean smoke;

  private Main() {}

  /** For the help. */
  private static final class SuiteNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return new Suites(new Effort(HOME, true, 1, 0, List.of(0))).names().iterator();
    }
  }

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

  /** 1 if a contestant has failed. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    int turns = smoke ? 1 : rounds;
    var effort =
        new Effort(
            HOME, smoke, turns, kills == null ? 0 : kills, cores == null ? Cores.allowed() : cores);
    List<Suite> chosen = new Suites(effort).chosen(suites, only);
    var report = new Report.Growing(smoke, turns, Machine.here(HOME), chosen);
    Path folder = out == null ? HOME.resolve("benchmarks/target/results") : out;
    measure(chosen, new Rounds(turns, System.err::println), report, folder);
    return conclude(report.soFar(), folder);
  }

  /** One scenario at a time; if the figures mean nothing, some. */
  private void measure(List<Suite> chosen, Rounds inTurn, Report.Growing report, Path folder)
      throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(smoke ? SMOKE_AT_ONCE : 1)) {
      List<Future<Void>> all =
          chosen.stream()
              .flatMap(suite -> suite.scenarios().stream())
              .map(scenario -> threads.submit(() -> measure(scenario, inTurn, report, folder)))
              .toList();
      try {
        for (Future<Void> one : all) {
          one.get();
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw new IOException(e.getCause());
      }
    }
  }

  private static Void measure(Scenario scenario, Rounds inTurn, Report.Growing report, Path folder)
      throws IOException, InterruptedException {
    report.add(scenario, inTurn.run(scenario));
    // Each time: a run takes minutes, and whoever stops it keeps what there is.
    synchronized (report) {
      ReportFiles.write(report.soFar(), List.of(), folder);
    }
    return null;
  }

  private void check() {
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds takes a number from 1 up");
    }
    if (kills != null && kills < 1) {
      throw new IllegalArgumentException("--kills takes a number from 1 up");
    }
    if (publish && (smoke || !suites.isEmpty() || !only.isEmpty())) {
      throw new IllegalArgumentException(
          "--publish takes all suites, in earnest: the document is about one run of everything");
    }
  }

  private int conclude(Report report, Path folder) throws IOException {
    System.out.print(Page.of(report, List.of()));
    List<Plot> plots = Plot.of(report);
    ReportFiles.write(report, plots, folder);
    System.err.printf("benchmarks: the report is %s%n", ReportFiles.page(folder));
    if (!report.failures().isEmpty()) {
      System.err.printf("benchmarks: %s%n", String.join("\nbenchmarks: ", report.failures()));
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (publish) {
      Path docs = HOME.resolve("docs");
      ReportFiles.write(report, plots, docs);
      System.err.printf("benchmarks: published as %s%n", ReportFiles.page(docs));
    }
    return CommandLine.ExitCode.OK;
  }
}
