package orchestrate.benchmarks;

import java.util.List;
import orchestrate.benchmarks.engine.Engine;
import orchestrate.benchmarks.run.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run engine}. */
@Command(
    name = EngineCommand.NAME,
    description = "Whole runs beside those of xargs, make, ninja, GNU parallel and Snakemake.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EngineCommand extends SuiteCommand {
  static final String NAME = "engine";
  private static final int SMOKE_KILLS = 1;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "How often each kind of kill is done, at least; default ${DEFAULT-VALUE}.")
  private int kills = 100;

  EngineCommand() {
    super(NAME);
  }

  @Override
  List<Scenario> scenarios(boolean smoke, int rounds) {
    if (kills < 1) {
      throw new IllegalArgumentException("--kills takes a number from 1 up");
    }
    return new Engine(HOME, smoke, smoke ? SMOKE_KILLS : Math.ceilDiv(kills, rounds)).scenarios();
  }
}
