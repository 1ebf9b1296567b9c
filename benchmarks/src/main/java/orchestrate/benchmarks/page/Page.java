package orchestrate.benchmarks.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orchestrate.benchmarks.plot.Plot;
import orchestrate.benchmarks.report.Figure;
import orchestrate.benchmarks.report.Machine;
import orchestrate.benchmarks.report.Report;
import orchestrate.benchmarks.report.Report.Table;
import orchestrate.benchmarks.run.Unit;

/**
 * A report for people, in Markdown. What a person has written is in {@code introduction.md} and in
 * the scenarios; all figures are from the report.
 */
public final class Page {
  private static final String INTRODUCTION = "introduction.md";

  private Page() {}

  /** A page that shows plots, which are in the folder beside it. */
  public static String of(Report report, List<Plot> plots) {
    return introduction()
        + "\n"
        + circumstances(report)
        + bars(report)
        + shown(plots, "")
        + report.suites().stream()
            .map(part -> suite(part, shown(plots, part.suite())))
            .collect(Collectors.joining());
  }

  private static String introduction() {
    try (InputStream in = Page.class.getResourceAsStream(INTRODUCTION)) {
      return new String(Objects.requireNonNull(in, INTRODUCTION).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String circumstances(Report report) {
    Machine machine = report.machine();
    return """
        ## The run

        %sStarted %s; it took %d minutes. Each contestant had its turn up to %d times. All figures are in
        [%s](%s) for programs, too.

        | | |
        |---|---|
        | orchestrate | %s |
        | processor | %s, cores: %d |
        | memory | %s |
        | system | %s |
        | JDK | %s |
        %s| load at start | %s |
        | load at end | %s |

        """
        .formatted(
            report.smoke() ? "A smoke run: **the figures mean nothing.**\n" : "",
            report.started(),
            report.minutes(),
            report.rounds(),
            ReportFiles.RESULTS,
            ReportFiles.BESIDE + "/" + ReportFiles.RESULTS,
            machine.commit(),
            machine.processor(),
            machine.cores(),
            Unit.MEMORY.format((double) machine.memory()),
            machine.kernel(),
            machine.jdk(),
            machine.tools().entrySet().stream()
                .map(tool -> "| %s | %s |\n".formatted(tool.getKey(), tool.getValue()))
                .collect(Collectors.joining()),
            machine.loadAverageAtStart(),
            report.loadAverageAtEnd());
  }

  /** Which were set, and which were missed. */
  private static String bars(Report report) {
    List<String> missed =
        report.suites().stream()
            .flatMap(part -> part.tables().stream())
            .flatMap(Page::missed)
            .toList();
    long all =
        report.suites().stream()
            .flatMap(part -> part.tables().stream())
            .flatMap(table -> table.figures().stream())
            .mapToLong(figure -> figure.verdicts().size())
            .sum();
    if (all == 0) {
      return "";
    }
    String summary = "Bars: %d, met: %d.".formatted(all, all - missed.size());
    return missed.isEmpty()
        ? summary + "\n\n"
        : summary + " **Missed:**\n\n" + String.join("", missed) + "\n";
  }

  private static Stream<String> missed(Table table) {
    return table.figures().stream()
        .flatMap(
            figure ->
                figure.verdicts().stream()
                    .filter(verdict -> !verdict.met())
                    .map(
                        verdict ->
                            "- %s: %s, %s; it is %s\n"
                                .formatted(
                                    table.shortTitle(),
                                    figure.contestant(),
                                    verdict.bar(),
                                    Words.reached(verdict, table.unit()))));
  }

  private static String shown(List<Plot> plots, String suite) {
    return plots.stream()
        .filter(plot -> plot.suite().equals(suite))
        .map(
            plot ->
                "![%s](%s/%s)\n\n"
                    .formatted(plot.about(), ReportFiles.BESIDE, ReportFiles.file(plot)))
        .collect(Collectors.joining());
  }

  private static String suite(Report.Part part, String plots) {
    return "## %s\n\n".formatted(part.title())
        + "`benchmarks/run %s`\n\n".formatted(part.suite())
        + plots
        + part.tables().stream()
            .collect(
                Collectors.groupingBy(Table::scenario, LinkedHashMap::new, Collectors.toList()))
            .values()
            .stream()
            .map(Page::scenario)
            .collect(Collectors.joining());
  }

  private static String scenario(List<Table> tables) {
    Table first = tables.getFirst();
    return "### `%s`: %s\n\n%s Rounds: %d.\n\n"
            .formatted(first.scenario(), first.title(), first.about(), first.rounds())
        + tables.stream().map(Page::table).collect(Collectors.joining());
  }

  private static String table(Table table) {
    return (table.what().isEmpty() ? "" : "**%s**\n\n".formatted(table.what()))
        + """
        | contestant | median | quartiles | p99 | ratio | bar |
        |---|---|---|---|---|---|
        """
        + table.figures().stream().map(f -> row(f, table.unit())).collect(Collectors.joining())
        + "\n";
  }

  private static String row(Figure figure, Unit unit) {
    if (figure.time() == null) {
      return "| %s | missing: %s | | | | |\n".formatted(figure.contestant(), figure.missing());
    }
    return "| %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            figure.contestant(),
            unit.format(figure.time().median()),
            unit.formatRange(figure.time().q1(), figure.time().q3()),
            figure.percentile99() == null ? "" : unit.format(figure.percentile99()),
            figure.ratios().stream().map(Words::ratio).collect(Collectors.joining("; ")),
            figure.verdicts().stream().map(Words::verdict).collect(Collectors.joining("; ")));
  }
}
