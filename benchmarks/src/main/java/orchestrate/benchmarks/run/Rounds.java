package orchestrate.benchmarks.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import orchestrate.benchmarks.run.Contestant.Program;
import org.jspecify.annotations.Nullable;

/**
 * Lets the contestants of a scenario take turns: a round has one run of each. So what else the
 * machine does, and how warm it is, hits all of them alike. Who fails is out, and the others go on:
 * a run of all suites takes too long to be lost for that.
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
  public List<Measurement> run(Scenario scenario) throws InterruptedException {
    List<Turns> all = scenario.contestants().stream().map(Turns::new).toList();
    int most = Math.min(rounds, scenario.mostRounds());
    for (int round = 1; round <= most; round++) {
      for (Turns turns : all) {
        if (turns.failure == null && turns.contestant instanceof Program program) {
          progress.accept(
              "%s: round %d of %d, %s".formatted(scenario.name(), round, most, program.name()));
          turns.take(program);
        }
      }
    }
    return all.stream().map(turns -> turns.measured(scenario)).toList();
  }

  private final class Turns {
    private final Contestant contestant;
    private final List<Samples> samples = new ArrayList<>();
    private @Nullable String failure;

    Turns(Contestant contestant) {
      this.contestant = contestant;
    }

    void take(Program program) throws InterruptedException {
      try {
        samples.add(Execution.of(program));
      } catch (IOException | IllegalArgumentException e) {
        failure = String.valueOf(e.getMessage());
        progress.accept(failure);
      }
    }

    Measurement measured(Scenario scenario) {
      return new Measurement(
          scenario, contestant, failure == null ? List.copyOf(samples) : List.of(), failure);
    }
  }
}
