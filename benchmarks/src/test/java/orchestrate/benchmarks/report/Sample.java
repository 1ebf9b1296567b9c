package orchestrate.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Measurement;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Samples;
import orchestrate.benchmarks.run.Scenario;

/** Measurements made up for tests. */
final class Sample {
  static final Machine MACHINE = new Machine("Cray-1", 1, "COS", "none", "CFT", "none", "0.00");
  static final Contestant OURS = new Contestant.Program("ours", true, List.of("ours"));
  static final Contestant C = new Contestant.Program("C", false, List.of("c"));
  static final Contestant PYTHON = new Contestant.Missing("Python", false, "no python3");

  private Sample() {}

  static Scenario scenario(Metric... metrics) {
    return new Scenario("s", "Scenario", "About it.", List.of(OURS, C, PYTHON), List.of(metrics));
  }

  /** An array of samples for each round. */
  static Measurement measured(
      Scenario scenario, Contestant contestant, String metric, double[]... rounds) {
    List<Samples> samples =
        Arrays.stream(rounds).map(round -> new Samples(Map.of(metric, round))).toList();
    return new Measurement(scenario, contestant, samples);
  }
}
