package orchestrate.benchmarks.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import orchestrate.benchmarks.report.Figure;
import orchestrate.benchmarks.report.Report;
import orchestrate.benchmarks.report.Report.Table;
import orchestrate.benchmarks.report.Spread;
import orchestrate.benchmarks.run.Unit;
import orchestrate.benchmarks.run.Unit.Dimension;

/** What all contestants of a suite have measured of one kind: a row for each table. */
final class SuitePlot {
  private static final int LEAST_ROW_HEIGHT = 24;
  private static final int DOT_HEIGHT = 13;

  private SuitePlot() {}

  /** Empty if there is nothing of that kind that can be drawn. */
  static Optional<Plot> of(Report.Part part, Dimension dimension) {
    List<Table> tables =
        part.tables().stream()
            .filter(table -> table.unit().dimension() == dimension)
            .filter(table -> table.figures().stream().anyMatch(SuitePlot::isDrawn))
            .toList();
    if (tables.isEmpty()) {
      return Optional.empty();
    }
    int most =
        tables.stream()
            .mapToInt(t -> (int) t.figures().stream().filter(SuitePlot::isDrawn).count())
            .max()
            .orElseThrow();
    var plot =
        new DotPlot(
            part.title(), axis(dimension), Math.max(LEAST_ROW_HEIGHT, most * DOT_HEIGHT + 6));
    Map<String, DotPlot.Series> all = new LinkedHashMap<>();
    tables.forEach(table -> addRow(plot, table, all));
    all.values().forEach(plot::add);
    String kind = dimension.name().toLowerCase(Locale.ROOT);
    return Optional.of(
        new Plot(
            part.suite(),
            part.suite() + "-" + kind,
            "%s: the %s of each contestant".formatted(part.title(), kind),
            plot.svg()));
  }

  private static void addRow(DotPlot plot, Table table, Map<String, DotPlot.Series> all) {
    int row = plot.addRow(table.shortTitle());
    List<Figure> drawn = table.figures().stream().filter(SuitePlot::isDrawn).toList();
    for (int i = 0; i < drawn.size(); i++) {
      Figure figure = drawn.get(i);
      double place = row + (i + 1.0) / (drawn.size() + 1) - 0.5;
      Spread time = Objects.requireNonNull(figure.time(), figure.contestant());
      series(all, figure).dots().add(new Dot(place, shown(table.unit(), time)));
    }
  }

  private static DotPlot.Series series(Map<String, DotPlot.Series> all, Figure figure) {
    return all.computeIfAbsent(
        figure.contestant(),
        name -> {
          long before = all.values().stream().filter(s -> s.ours() == figure.ours()).count();
          return DotPlot.Series.of(name, figure.ours(), (int) before);
        });
  }

  private static boolean isDrawn(Figure figure) {
    return figure.time() != null && figure.time().q1() > 0;
  }

  private static Axis axis(Dimension dimension) {
    return switch (dimension) {
      case TIME -> Axis.TIME;
      case BYTES -> Axis.BYTES;
      case SHARE -> Axis.SHARE;
      case COUNT -> throw new IllegalArgumentException("counts are for tables");
    };
  }

  private static Spread shown(Unit unit, Spread time) {
    return unit.dimension() == Dimension.SHARE
        ? new Spread(unit.shown(time.q3()), unit.shown(time.median()), unit.shown(time.q1()))
        : time;
  }
}
