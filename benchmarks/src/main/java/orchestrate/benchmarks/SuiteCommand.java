package orchestrate.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.benchmarks.report.Machine;
import orchestrate.benchmarks.report.Markdown;
import orchestrate.benchmarks.report.Report;
import orchestrate.benchmarks.report.ReportFiles;
import orchestrate.benchmarks.run.Measurement;
import orchestrate.benchmarks.run.Rounds;
import orchestrate.benchmarks.run.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What all suites have in common: measures the chosen scenarios and writes the report. */
abstract class SuiteCommand implements Callable<Integer> {
  /** The project's folder. */
  static final Path HOME = Path.of(System.getProperty("benchmarks.home", ""));

  private final String name;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each contestant has its turn; default ${DEFAULT-VALUE}.")
  private int rounds = 10;

  @Option(
      names = "--only",
      paramLabel = "SCENARIO",
      split = ",",
      description = "Only these scenarios.")
  private @Nullable List<String> only;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the report goes; default benchmarks/target/results.")
  private @Nullable Path out;

  @Option(
      names = "--smoke",
      description = "One round of next to no work: shows that all works, the figures mean nothing.")
  private boolean smoke;

  SuiteCommand(String name) {
    this.name = name;
  }

  /** All scenarios of the suite. */
  abstract List<Scenario> scenarios(boolean smoke, int rounds) throws IOException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Machine machine = Machine.here();
    int turns = smoke ? 1 : rounds;
    Rounds inTurn = new Rounds(turns, System.err::println);
    List<List<Measurement>> measured = new ArrayList<>();
    Report report = Report.of(name, smoke, started, machine, turns, measured);
    for (Scenario scenario : chosen(turns)) {
      measured.add(inTurn.run(scenario));
      // Each time: a run takes minutes, and whoever stops it keeps what there is.
      report = Report.of(name, smoke, started, machine, turns, measured);
      ReportFiles.write(report, out == null ? HOME.resolve("benchmarks/target/results") : out);
    }
    System.out.print(Markdown.of(report));
    return CommandLine.ExitCode.OK;
  }

  private List<Scenario> chosen(int turns) throws IOException {
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds takes a number from 1 up");
    }
    List<Scenario> all = scenarios(smoke, turns);
    if (smoke) {
      all = all.stream().map(Scenario::withoutBars).toList();
    }
    if (only == null) {
      return all;
    }
    List<String> names = all.stream().map(Scenario::name).toList();
    if (!names.containsAll(only)) {
      throw new IllegalArgumentException("--only takes some of " + String.join(",", names));
    }
    return all.stream().filter(scenario -> only.contains(scenario.name())).toList();
  }
}
