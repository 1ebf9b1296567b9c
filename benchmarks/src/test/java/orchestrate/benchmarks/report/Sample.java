package orchestrate.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Measurement;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Samples;
import orchestrate.benchmarks.run.Scenario;

/** Measurements made up for tests. */
public final class Sample {
  public static final Machine MACHINE =
      new Machine(
          "Cray-1",
          1,
          8 << 20,
          "COS",
          "none",
          "1a2b3c",
          new TreeMap<>(Map.of("cc", "CFT")),
          "0.00");
  public static final Contestant OURS = new Contestant.Program("ours", true, List.of("ours"));
  public static final Contestant C = new Contestant.Program("C", false, List.of("c"));
  public static final Contestant PYTHON = new Contestant.Missing("Python", false, "no python3");

  private Sample() {}

  public static Scenario scenario(Metric... metrics) {
    return new Scenario("s", "Scenario", "About it.", List.of(OURS, C, PYTHON), List.of(metrics));
  }

  /** An array of samples for each round. */
  public static Measurement measured(
      Scenario scenario, Contestant contestant, String metric, double[]... rounds) {
    List<Samples> samples =
        Arrays.stream(rounds).map(round -> new Samples(Map.of(metric, round))).toList();
    return new Measurement(scenario, contestant, samples, null);
  }
}
