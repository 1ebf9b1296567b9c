package orchestrate.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.benchmarks.primitives.Cores;
import orchestrate.benchmarks.primitives.Primitives;
import orchestrate.benchmarks.report.Machine;
import orchestrate.benchmarks.report.Markdown;
import orchestrate.benchmarks.report.Report;
import orchestrate.benchmarks.report.ReportFiles;
import orchestrate.benchmarks.run.Measurement;
import orchestrate.benchmarks.run.Rounds;
import orchestrate.benchmarks.run.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run primitives}. */
@Command(
    name = PrimitivesCommand.NAME,
    description = "The primitives of shared-ipc beside those of C and Python.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PrimitivesCommand implements Callable<Integer> {
  static final String NAME = "primitives";
  private static final int SMOKE_KILLS = 2;

  /** The project's folder. */
  private static final Path HOME = Path.of(System.getProperty("benchmarks.home", ""));

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each contestant has its turn; default ${DEFAULT-VALUE}.")
  private int rounds = 10;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description =
          "How many processes are killed, at least, in all rounds; default ${DEFAULT-VALUE}.")
  private int kills = 100;

  @Option(
      names = "--only",
      paramLabel = "SCENARIO",
      split = ",",
      description = "Only these scenarios.")
  private @Nullable List<String> only;

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
      names = "--smoke",
      description = "One round of next to no work: shows that all works, the figures mean nothing.")
  private boolean smoke;

  @Override
  public Integer call() throws IOException, InterruptedException {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Machine machine = Machine.here();
    int turns = smoke ? 1 : rounds;
    Rounds inTurn = new Rounds(turns, System.err::println);
    List<List<Measurement>> measured = new ArrayList<>();
    Report report = Report.of(NAME, smoke, started, machine, turns, measured);
    for (Scenario scenario : chosen()) {
      measured.add(inTurn.run(scenario));
      // Each time: a run takes minutes, and whoever stops it keeps what there is.
      report = Report.of(NAME, smoke, started, machine, turns, measured);
      ReportFiles.write(report, folder());
    }
    System.out.print(Markdown.of(report));
    return CommandLine.ExitCode.OK;
  }

  private List<Scenario> chosen() throws IOException {
    if (rounds < 1 || kills < 1) {
      throw new IllegalArgumentException("--rounds and --kills take numbers from 1 up");
    }
    int killsPerRound = smoke ? SMOKE_KILLS : Math.ceilDiv(kills, rounds);
    List<Scenario> all =
        new Primitives(HOME, smoke, killsPerRound, cores == null ? Cores.allowed() : cores)
            .scenarios();
    if (only == null) {
      return all;
    }
    List<String> names = all.stream().map(Scenario::name).toList();
    if (!names.containsAll(only)) {
      throw new IllegalArgumentException("--only takes some of " + String.join(",", names));
    }
    return all.stream().filter(scenario -> only.contains(scenario.name())).toList();
  }

  private Path folder() {
    return out == null ? HOME.resolve("benchmarks/target/results") : out;
  }
}
