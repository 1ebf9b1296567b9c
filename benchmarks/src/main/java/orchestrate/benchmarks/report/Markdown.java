package orchestrate.benchmarks.report;

import java.util.stream.Collectors;
import orchestrate.benchmarks.run.Decimals;
import orchestrate.benchmarks.run.Unit;

/** A report for people. */
public final class Markdown {

  private Markdown() {}

  public static String of(Report report) {
    return heading(report)
        + report.tables().stream().map(Markdown::table).collect(Collectors.joining("\n"));
  }

  private static String heading(Report report) {
    Machine machine = report.machine();
    return """
        # Benchmark: %s

        %sStarted %s. Rounds: %d, in each of which every contestant ran once, one after the other.
        Time, or rate: the median of the rounds' medians, and their quartiles. p99: of all samples.
        Ratio: our time divided by the peer's, round by round; median and quartiles.

        | | |
        |---|---|
        | processor | %s, cores: %d |
        | system | %s |
        | JDK | %s |
        | C | %s |
        | Python | %s |
        | load at start | %s |

        """
        .formatted(
            report.suite(),
            report.smoke() ? "A smoke run: **the figures mean nothing.**\n" : "",
            report.started(),
            report.rounds(),
            machine.processor(),
            machine.cores(),
            machine.kernel(),
            machine.jdk(),
            machine.compiler(),
            machine.python(),
            machine.loadAverageAtStart());
  }

  private static String table(Report.Table table) {
    return """
        ## %s

        %s

        | contestant | median | quartiles | p99 | ratio | bar |
        |---|---|---|---|---|---|
        """
            .formatted(table.title(), table.about())
        + table.figures().stream().map(f -> row(f, table.unit())).collect(Collectors.joining());
  }

  private static String row(Figure figure, Unit unit) {
    Spread time = figure.time();
    if (time == null) {
      return "| %s | missing: %s | | | | |\n".formatted(figure.contestant(), figure.missing());
    }
    Double tail = figure.percentile99();
    return "| %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            figure.contestant(),
            unit.format(time.median()),
            unit.formatRange(time.q1(), time.q3()),
            tail == null ? "" : unit.format(tail),
            figure.ratios().stream().map(Markdown::ratio).collect(Collectors.joining("; ")),
            figure.verdicts().stream().map(Markdown::verdict).collect(Collectors.joining("; ")));
  }

  private static String ratio(Figure.Ratio ratio) {
    Spread times = ratio.times();
    return "%s (%s to %s) x %s"
        .formatted(
            Decimals.of(times.median()),
            Decimals.of(times.q1()),
            Decimals.of(times.q3()),
            ratio.peer());
  }

  private static String verdict(Figure.Verdict verdict) {
    return verdict.bar() + (verdict.met() ? ": met" : ": MISSED");
  }
}
