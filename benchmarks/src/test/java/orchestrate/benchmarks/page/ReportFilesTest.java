package orchestrate.benchmarks.page;

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
import orchestrate.benchmarks.plot.Plot;
import orchestrate.benchmarks.report.Report;
import orchestrate.benchmarks.report.Sample;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
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
    assertThat(page())
        .startsWith("# Performance\n")
        .contains("Each contestant had its turn up to 2 times.")
        .contains("| processor | Cray-1, cores: 1 |", "| memory | 8.00 MiB |", "| cc | CFT |")
        .contains("Bars: 1, met: 1.")
        .contains("](performance/summary.svg)")
        .endsWith(
            """
            ## Some

            `benchmarks/run some`

            ![Some: the time of each contestant](performance/some-time.svg)

            ### `s`: Scenario

            About it. Rounds: 2.

            **64 bytes**

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
    assertThat(page()).contains("\nA smoke run: **the figures mean nothing.**\n");
  }

  /** Whoever changes one of these names, or drops one, raises the format. */
  @Test
  void programsGetAllFiguresInNanoseconds() throws IOException {
    write(false);
    JsonNode report = JsonMapper.shared().readTree(folder.resolve("out/performance/results.json"));
    assertThat(report.propertyNames())
        .containsExactlyInAnyOrder(
            "format",
            "smoke",
            "started",
            "minutes",
            "machine",
            "loadAverageAtEnd",
            "rounds",
            "suites",
            "failures");
    assertThat(report.get("format").intValue()).isEqualTo(2);
    JsonNode suite = report.get("suites").get(0);
    assertThat(suite.propertyNames()).containsExactlyInAnyOrder("suite", "title", "tables");
    JsonNode table = suite.get("tables").get(0);
    assertThat(table.propertyNames())
        .containsExactlyInAnyOrder(
            "scenario", "metric", "title", "about", "what", "rounds", "unit", "figures");
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

  /** No plot of an earlier run stays beside them. */
  @Test
  void textInPlotsIsText() throws IOException {
    Path old = Files.createDirectories(folder.resolve("out/performance")).resolve("old.svg");
    Files.createFile(old);
    write(false);
    assertThat(old).doesNotExist();
    assertThat(Files.readString(folder.resolve("out/performance/summary.svg")))
        .startsWith("<?xml")
        .contains(">s: 64 bytes beside C</text")
        .contains(">ours takes less</text");
    assertThat(Files.readString(folder.resolve("out/performance/some-time.svg")))
        .contains(">s: 64 bytes</text", ">ours</text", ">C</text")
        .doesNotContain("Python");
  }

  private String page() throws IOException {
    return Files.readString(ReportFiles.page(folder.resolve("out")));
  }

  private void write(boolean smoke) throws IOException {
    var growing =
        new Report.Growing(
            smoke, 2, Sample.MACHINE, List.of(new Suite("some", "Some", List.of(SCENARIO))));
    growing.add(
        SCENARIO,
        List.of(
            measured(SCENARIO, OURS, "element", new double[] {150}, new double[] {350}),
            measured(SCENARIO, C, "element", new double[] {300}, new double[] {500}),
            measured(SCENARIO, PYTHON, "element")));
    Report report = growing.soFar();
    ReportFiles.write(report, Plot.of(report), folder.resolve("out"));
  }
}
