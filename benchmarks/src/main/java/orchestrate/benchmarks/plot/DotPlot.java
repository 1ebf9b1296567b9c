package orchestrate.benchmarks.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.util.ArrayList;
import java.util.List;
import orchestrate.benchmarks.report.Spread;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/** Rows, and dots in them along an axis. Rows are added from the top. */
final class DotPlot {
  private static final int WIDTH = 900;
  private static final int REST_OF_HEIGHT = 130;

  private final String title;
  private final Axis axis;
  private final int rowHeight;
  private final List<String> rows = new ArrayList<>();
  private final List<Series> all = new ArrayList<>();

  /** Dots of one colour, which the legend names. */
  record Series(String name, boolean ours, Color colour, Shape shape, List<Dot> dots) {
    Series(String name, boolean ours, Color colour, Shape shape) {
      this(name, ours, colour, shape, new ArrayList<>());
    }

    /** The n-th of ours, or of the peers. */
    static Series of(String contestant, boolean ours, int number) {
      return new Series(contestant, ours, Look.colour(ours, number), Look.shape(ours));
    }
  }

  DotPlot(String title, Axis axis, int rowHeight) {
    this.title = title;
    this.axis = axis;
    this.rowHeight = rowHeight;
  }

  /** Returns its number. */
  int addRow(String label) {
    rows.add(label);
    return rows.size() - 1;
  }

  void add(Series series) {
    if (!series.dots().isEmpty()) {
      all.add(series);
    }
  }

  String svg() {
    var plot = new XYPlot(data(), axis.across(values()), down(), renderer());
    plot.setBackgroundPaint(Look.BACKGROUND);
    plot.setDomainGridlinePaint(Look.LINES);
    plot.setRangeGridlinePaint(Look.LINES);
    plot.setOutlinePaint(Look.LINES);
    axis.mark().ifPresent(at -> plot.addDomainMarker(new ValueMarker(at, Look.TEXT, Look.WHISKER)));
    var chart = new JFreeChart(title, Look.BOLD.deriveFont(Font.BOLD, 15f), plot, true);
    chart.setBackgroundPaint(Look.BACKGROUND);
    chart.getTitle().setPaint(Look.TEXT);
    chart.setPadding(new RectangleInsets(12, 8, 8, 24));
    LegendTitle legend = chart.getLegend();
    legend.setItemFont(Look.FONT);
    legend.setItemPaint(Look.TEXT);
    legend.setFrame(BlockBorder.NONE);
    return Svg.of(chart, WIDTH, REST_OF_HEIGHT + rowHeight * rows.size());
  }

  private List<Spread> values() {
    return all.stream().flatMap(series -> series.dots().stream()).map(Dot::at).toList();
  }

  private XYIntervalSeriesCollection data() {
    var data = new XYIntervalSeriesCollection();
    for (Series series : all) {
      var converted = new XYIntervalSeries(series.name());
      for (Dot dot : series.dots()) {
        Spread at = dot.at();
        converted.add(at.median(), at.q1(), at.q3(), dot.row(), dot.row(), dot.row());
      }
      data.addSeries(converted);
    }
    return data;
  }

  private XYErrorRenderer renderer() {
    var renderer = new XYErrorRenderer();
    renderer.setDrawYError(false);
    renderer.setCapLength(4);
    for (int i = 0; i < all.size(); i++) {
      renderer.setSeriesPaint(i, all.get(i).colour());
      renderer.setSeriesShape(i, all.get(i).shape());
      renderer.setSeriesStroke(i, Look.WHISKER);
    }
    return renderer;
  }

  private ValueAxis down() {
    var down = new SymbolAxis(null, rows.toArray(String[]::new));
    down.setInverted(true);
    down.setGridBandsVisible(false);
    down.setRange(-0.5, rows.size() - 0.5);
    Axis.style(down);
    return down;
  }
}
