package orchestrate.benchmarks.report;

import static orchestrate.benchmarks.report.Sample.C;
import static orchestrate.benchmarks.report.Sample.OURS;
import static orchestrate.benchmarks.report.Sample.PYTHON;
import static orchestrate.benchmarks.report.Sample.measured;
import static orchestrate.benchmarks.report.Sample.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportFilesTest {
  private static final Metric METRIC =
      new Metric("element", "64 bytes", Unit.ELEMENT, List.of(new Bar.Median("ours", 500)));
  private static final Scenario SCENARIO = scenario(METRIC);

  @TempDir Path folder;

  @Test
  void peopleGetATableForEachMetric() throws IOException {
    write(false);
    assertThat(Files.readString(folder.resolve("out/suite.md")))
        .startsWith("# Benchmark: suite\n\nStarted 2026-01-01. Rounds: 2")
        .contains("| processor | Cray-1, cores: 1 |")
        .endsWith(
            """
            ## Scenario: 64 bytes

            About it.

            | contestant | median | quartiles | p99 | ratio | bar |
            |---|---|---|---|---|---|
            | ours | 4.00 million/s | 3.33 million/s to 5.00 million/s |  | 0.600 (0.550 to 0.650) x C | median >= 2.00 million/s: met |
            | C | 2.50 million/s | 2.22 million/s to 2.86 million/s |  |  |  |
            | Python | missing: no python3 | | | | |
            """);
  }

  @Test
  void aSmokeRunSaysThatItsFiguresMeanNothing() throws IOException {
    write(true);
    assertThat(Files.readString(folder.resolve("out/suite.md")))
        .contains("\nA smoke run: **the figures mean nothing.**\n");
  }

  /** Whoever changes one of these names, or drops one, raises the format. */
  @Test
  void programsGetAllFiguresInNanoseconds() throws IOException {
    write(false);
    JsonNode report = JsonMapper.shared().readTree(folder.resolve("out/suite.json"));
    assertThat(report.propertyNames())
        .containsExactlyInAnyOrder(
            "format", "suite", "smoke", "started", "machine", "rounds", "tables");
    assertThat(report.get("format").intValue()).isEqualTo(1);
    JsonNode table = report.get("tables").get(0);
    assertThat(table.propertyNames())
        .containsExactlyInAnyOrder("scenario", "metric", "title", "about", "unit", "figures");
    JsonNode ours = table.get("figures").get(0);
    assertThat(ours.propertyNames())
        .containsExactlyInAnyOrder(
            "contestant",
            "ours",
            "missing",
            "rounds",
            "time",
            "percentile99",
            "ratios",
            "verdicts");
    assertThat(ours.get("rounds")).hasToString("[150.0,350.0]");
    assertThat(ours.get("time")).hasToString("{\"q1\":200.0,\"median\":250.0,\"q3\":300.0}");
    assertThat(ours.get("verdicts").get(0).get("met").booleanValue()).isTrue();
    assertThat(table.get("figures").get(2).get("missing").stringValue()).isEqualTo("no python3");
  }

  private void write(boolean smoke) throws IOException {
    Report report =
        Report.of(
            "suite",
            smoke,
            "2026-01-01",
            Sample.MACHINE,
            2,
            List.of(
                List.of(
                    measured(SCENARIO, OURS, "element", new double[] {150}, new double[] {350}),
                    measured(SCENARIO, C, "element", new double[] {300}, new double[] {500}),
                    measured(SCENARIO, PYTHON, "element"))));
    ReportFiles.write(report, folder.resolve("out"));
  }
}
