package orchestrate.benchmarks;

import java.io.IOException;
import java.util.List;
import orchestrate.benchmarks.primitives.Cores;
import orchestrate.benchmarks.primitives.Primitives;
import orchestrate.benchmarks.run.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run primitives}. */
@Command(
    name = PrimitivesCommand.NAME,
    description = "The primitives of shared-ipc beside those of C and Python.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class PrimitivesCommand extends SuiteCommand {
  static final String NAME = "primitives";
  private static final int SMOKE_KILLS = 2;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description =
          "How many processes are killed, at least, in all rounds; default ${DEFAULT-VALUE}.")
  private int kills = 100;

  @Option(
      names = "--cores",
      paramLabel = "A,B",
      split = ",",
      description = "The cores between which to hand over; default the first two.")
  private @Nullable List<Integer> cores;

  PrimitivesCommand() {
    super(NAME);
  }

  @Override
  List<Scenario> scenarios(boolean smoke, int rounds) throws IOException {
    if (kills < 1) {
      throw new IllegalArgumentException("--kills takes a number from 1 up");
    }
    int killsPerRound = smoke ? SMOKE_KILLS : Math.ceilDiv(kills, rounds);
    return new Primitives(HOME, smoke, killsPerRound, cores == null ? Cores.allowed() : cores)
        .scenarios();
  }
}
