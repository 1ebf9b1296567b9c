package orchestrate.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import orchestrate.benchmarks.run.Measurement;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/**
 * All that a run of some suites has found: this is the schema of the JSON file.
 *
 * @param format of this schema; grows when a reader must change
 * @param smoke whether so little work was done that the figures mean nothing
 * @param started in ISO 8601, UTC
 * @param minutes that it took
 * @param loadAverageAtEnd of one, five and fifteen minutes; it contains the benchmarks themselves
 * @param rounds at most
 * @param failures of contestants
 */
public record Report(
    int format,
    boolean smoke,
    String started,
    long minutes,
    Machine machine,
    String loadAverageAtEnd,
    int rounds,
    List<Part> suites,
    List<String> failures) {
  private static final int FORMAT = 2;

  /** What a suite has found. */
  public record Part(String suite, String title, List<Table> tables) {}

  /**
   * A metric of a scenario.
   *
   * @param rounds in which each contestant had its turn
   */
  public record Table(
      String scenario,
      String metric,
      String title,
      String about,
      String what,
      int rounds,
      Unit unit,
      List<Figure> figures) {
    /** The scenario, and what of it, if it has several metrics: unique in a report. */
    @JsonIgnore
    public String shortTitle() {
      return what.isEmpty() ? scenario : scenario + ": " + what;
    }
  }

  /**
   * A report that is still being made: scenarios are added as they are measured, and stand in it in
   * the order of the suites. Thread-safe.
   */
  public static final class Growing {
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final boolean smoke;
    private final int rounds;
    private final Machine machine;
    private final List<Suite> suites;
    private final Map<Scenario, List<Measurement>> measured = new HashMap<>();

    public Growing(boolean smoke, int rounds, Machine machine, List<Suite> suites) {
      this.smoke = smoke;
      this.rounds = rounds;
      this.machine = machine;
      this.suites = suites;
    }

    /** Adds a scenario, which all its contestants have gone through. */
    public synchronized void add(Scenario scenario, List<Measurement> measurements) {
      measured.put(scenario, measurements);
    }

    public synchronized Report soFar() throws IOException {
      return new Report(
          FORMAT,
          smoke,
          start.toString(),
          Duration.between(start, Instant.now()).toMinutes(),
          machine,
          Machine.loadAverage(),
          rounds,
          suites.stream().map(this::part).filter(part -> !part.tables().isEmpty()).toList(),
          suites.stream().flatMap(this::failures).toList());
    }

    private Part part(Suite suite) {
      return new Part(
          suite.name(),
          suite.title(),
          suite.scenarios().stream()
              .flatMap(
                  scenario ->
                      Stream.ofNullable(measured.get(scenario))
                          .flatMap(measurements -> tables(scenario, measurements)))
              .toList());
    }

    private Stream<Table> tables(Scenario scenario, List<Measurement> measurements) {
      return scenario.metrics().stream()
          .map(
              metric ->
                  new Table(
                      scenario.name(),
                      metric.name(),
                      scenario.title(),
                      scenario.about(),
                      metric.title(),
                      Math.min(rounds, scenario.mostRounds()),
                      metric.unit(),
                      Figure.of(metric, measurements)));
    }

    private Stream<String> failures(Suite suite) {
      return suite.scenarios().stream()
          .flatMap(scenario -> measured.getOrDefault(scenario, List.of()).stream())
          .filter(each -> each.failure() != null)
          .map(each -> each.scenario().name() + ": " + each.failure());
    }
  }
}
