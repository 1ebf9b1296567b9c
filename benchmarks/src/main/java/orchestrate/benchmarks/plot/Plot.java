package orchestrate.benchmarks.plot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orchestrate.benchmarks.report.Report;
import orchestrate.benchmarks.run.Unit.Dimension;

/**
 * A picture of what was measured.
 *
 * @param suite that it is about; empty if it is about all
 * @param name of a file, without its ending
 * @param about for those who don't see it
 */
public record Plot(String suite, String name, String about, String svg) {
  /** All that can be drawn of a report. */
  public static List<Plot> of(Report report) {
    Stream<Plot> ofSuites =
        report.suites().stream()
            .flatMap(
                part ->
                    Stream.of(Dimension.TIME, Dimension.SHARE, Dimension.BYTES)
                        .map(dimension -> SuitePlot.of(part, dimension))
                        .flatMap(Optional::stream));
    return Stream.concat(RatioPlot.of(report).stream(), ofSuites).toList();
  }
}
