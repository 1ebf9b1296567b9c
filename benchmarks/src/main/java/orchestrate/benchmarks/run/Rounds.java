package orchestrate.benchmarks.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import orchestrate.benchmarks.run.Contestant.Program;

/**
 * Lets the contestants of a scenario take turns: a round has one run of each. So what else the
 * machine does, and how warm it is, hits all of them alike.
 */
public final class Rounds {
  private final int rounds;
  private final Consumer<String> progress;

  /**
   * @param progress is told what happens
   */
  public Rounds(int rounds, Consumer<String> progress) {
    this.rounds = rounds;
    this.progress = progress;
  }

  /** In the order of the contestants. */
  public List<Measurement> run(Scenario scenario) throws IOException, InterruptedException {
    Map<Contestant, List<Samples>> taken = new HashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (Contestant contestant : scenario.contestants()) {
        if (contestant instanceof Program program) {
          progress.accept(
              "%s: round %d of %d, %s".formatted(scenario.name(), round, rounds, program.name()));
          taken.computeIfAbsent(program, _ -> new ArrayList<>()).add(Execution.of(program));
        }
      }
    }
    return scenario.contestants().stream()
        .map(c -> new Measurement(scenario, c, taken.getOrDefault(c, List.of())))
        .toList();
  }
}
