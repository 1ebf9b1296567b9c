package orchestrate.benchmarks.run;

import java.util.List;

/**
 * Some contestants doing the same.
 *
 * @param name short, for the command line and programs
 * @param title for people
 * @param about how it is measured, for people
 * @param contestants in the order in which they take turns
 * @param mostRounds that are worth their time: what takes long and varies little needs few
 */
public record Scenario(
    String name,
    String title,
    String about,
    List<Contestant> contestants,
    List<Metric> metrics,
    int mostRounds) {
  public Scenario(
      String name, String title, String about, List<Contestant> contestants, List<Metric> metrics) {
    this(name, title, about, contestants, metrics, Integer.MAX_VALUE);
  }

  /** The same, in so many rounds at most. */
  public Scenario inRounds(int most) {
    return new Scenario(name, title, about, contestants, metrics, most);
  }

  /** The same, with nothing to reach. */
  public Scenario withoutBars() {
    List<Metric> unbound =
        metrics.stream().map(m -> new Metric(m.name(), m.title(), m.unit(), List.of())).toList();
    return new Scenario(name, title, about, contestants, unbound, mostRounds);
  }
}
