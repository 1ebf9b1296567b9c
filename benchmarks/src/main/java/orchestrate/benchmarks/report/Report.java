package orchestrate.benchmarks.report;

import java.util.List;
import orchestrate.benchmarks.run.Measurement;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Unit;

/**
 * All that a run of a suite has found: this is the schema of the JSON file.
 *
 * @param format of this schema; grows when a reader must change
 * @param smoke whether so little work was done that the figures mean nothing
 * @param started in ISO 8601, UTC
 */
public record Report(
    int format,
    String suite,
    boolean smoke,
    String started,
    Machine machine,
    int rounds,
    List<Table> tables) {
  private static final int FORMAT = 1;

  /** A metric of a scenario. */
  public record Table(
      String scenario,
      String metric,
      String title,
      String about,
      Unit unit,
      List<Figure> figures) {}

  public static Report of(
      String suite,
      boolean smoke,
      String started,
      Machine machine,
      int rounds,
      List<List<Measurement>> byScenario) {
    List<Table> tables = byScenario.stream().flatMap(s -> tables(s).stream()).toList();
    return new Report(FORMAT, suite, smoke, started, machine, rounds, tables);
  }

  private static List<Table> tables(List<Measurement> measurements) {
    var scenario = measurements.getFirst().scenario();
    return scenario.metrics().stream()
        .map(
            metric ->
                new Table(
                    scenario.name(),
                    metric.name(),
                    title(scenario.title(), metric),
                    scenario.about(),
                    metric.unit(),
                    Figure.of(metric, measurements)))
        .toList();
  }

  private static String title(String scenario, Metric metric) {
    return metric.title().isEmpty() ? scenario : scenario + ": " + metric.title();
  }
}
