package orchestrate.benchmarks.run;

import java.nio.file.Path;
import java.util.List;

/**
 * What suites are made for.
 *
 * @param home the project's folder
 * @param smoke so little work that the figures mean nothing
 * @param rounds in which each contestant has its turn
 * @param kills of each kind in all rounds, at least; 0 for as many as each scenario likes
 * @param cores that may be used, the preferred ones first
 */
public record Effort(Path home, boolean smoke, int rounds, int kills, List<Integer> cores) {
  /**
   * How many kills a scenario is to do in a round.
   *
   * @param usual how many it likes to do in all rounds
   */
  public int killsPerRound(int usual) {
    return smoke ? 1 : Math.ceilDiv(kills > 0 ? kills : usual, rounds);
  }
}
