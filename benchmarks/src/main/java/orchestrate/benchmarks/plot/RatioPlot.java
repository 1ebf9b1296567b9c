package orchestrate.benchmarks.plot;

import java.util.List;
import java.util.Optional;
import orchestrate.benchmarks.report.Figure;
import orchestrate.benchmarks.report.Report;
import orchestrate.benchmarks.report.Report.Table;

/** All that ours is compared with, on one page. */
final class RatioPlot {
  private static final int ROW_HEIGHT = 18;

  private RatioPlot() {}

  /** Empty if there is no comparison. */
  static Optional<Plot> of(Report report) {
    var plot = new DotPlot("orchestrate beside others", Axis.RATIO, ROW_HEIGHT);
    var better = new DotPlot.Series("ours takes less", true, Look.BETTER, Look.circle());
    var worse = new DotPlot.Series("ours takes more", true, Look.WORSE, Look.shape(false));
    var limits = new DotPlot.Series("at most so much is wanted", true, Look.LIMIT, Look.limit());
    for (Report.Part part : report.suites()) {
      for (Table table : part.tables().stream().filter(RatioPlot::isOfTime).toList()) {
        boolean several = table.figures().stream().filter(f -> !f.ratios().isEmpty()).count() > 1;
        for (Figure figure : table.figures()) {
          String whose = several ? " (" + figure.contestant() + ")" : "";
          for (Figure.Ratio ratio : figure.ratios()) {
            int row = plot.addRow(table.shortTitle() + whose + " beside " + ratio.peer());
            Dot dot = new Dot(row, ratio.times());
            (ratio.times().median() <= 1 ? better : worse).dots().add(dot);
            figure.verdicts().stream()
                .filter(verdict -> ratio.peer().equals(verdict.peer()))
                .forEach(verdict -> limits.dots().add(Dot.at(row, verdict.limit())));
          }
        }
      }
    }
    if (better.dots().isEmpty() && worse.dots().isEmpty()) {
      return Optional.empty();
    }
    List.of(limits, better, worse).forEach(plot::add);
    return Optional.of(
        new Plot("", "summary", "Our time divided by the peer's, for each scenario", plot.svg()));
  }

  /** An efficiency is one, too: of the least time that there is. */
  private static boolean isOfTime(Table table) {
    return switch (table.unit().dimension()) {
      case TIME, SHARE -> true;
      case BYTES, COUNT -> false;
    };
  }
}
