package orchestrate.benchmarks.plot;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import orchestrate.benchmarks.report.Spread;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;

/** What is shown from left to right. */
enum Axis {
  /** Nanoseconds. */
  TIME("time: less is better (logarithmic)") {
    @Override
    ValueAxis across(List<Spread> values) {
      return logarithmic(values, value -> scaled(value, 1_000, "ns", "us", "ms", "s"));
    }
  },
  BYTES("memory: less is better (logarithmic)") {
    @Override
    ValueAxis across(List<Spread> values) {
      return logarithmic(values, value -> scaled(value, 1_000, "B", "kB", "MB", "GB"));
    }
  },
  /** Percent. */
  SHARE("efficiency: more is better") {
    @Override
    ValueAxis across(List<Spread> values) {
      double least = values.stream().mapToDouble(Spread::q1).min().orElseThrow();
      var axis = named(new NumberAxis(), value -> "%.0f %%".formatted(value));
      axis.setRange(Math.min(90, Math.floor(least / 5) * 5), 101);
      return axis;
    }
  },
  /** Ours, divided by a peer's. */
  RATIO("our time divided by the peer's: less is better (logarithmic)") {
    @Override
    ValueAxis across(List<Spread> values) {
      return logarithmic(values, Axis::times);
    }

    @Override
    Optional<Double> mark() {
      return Optional.of(1.0);
    }
  };

  private final String label;

  Axis(String label) {
    this.label = label;
  }

  /** With room for these. */
  abstract ValueAxis across(List<Spread> values);

  /** Where a line goes from top to bottom. */
  Optional<Double> mark() {
    return Optional.empty();
  }

  static void style(ValueAxis axis) {
    axis.setTickLabelFont(Look.FONT);
    axis.setTickLabelPaint(Look.TEXT);
    axis.setLabelFont(Look.FONT);
    axis.setLabelPaint(Look.TEXT);
    axis.setAxisLinePaint(Look.LINES);
  }

  /** From a power of ten to a power of ten. */
  ValueAxis logarithmic(List<Spread> values, DoubleFunction<String> words) {
    var axis = named(new LogAxis(), words);
    axis.setBase(10);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setMinorTickMarksVisible(true);
    double[] all =
        DoubleStream.concat(
                mark().stream().mapToDouble(Double::doubleValue),
                values.stream().flatMapToDouble(v -> DoubleStream.of(v.q1(), v.median(), v.q3())))
            .toArray();
    double low = Math.floor(Math.log10(DoubleStream.of(all).min().orElseThrow() / 1.1));
    double high = Math.ceil(Math.log10(DoubleStream.of(all).max().orElseThrow() * 1.1));
    axis.setRange(Math.pow(10, low), Math.pow(10, high));
    return axis;
  }

  <A extends ValueAxis> A named(A axis, DoubleFunction<String> words) {
    axis.setLabel(label);
    style(axis);
    switch (axis) {
      case LogAxis logarithmic -> logarithmic.setNumberFormatOverride(new Words(words));
      case NumberAxis linear -> linear.setNumberFormatOverride(new Words(words));
      default -> throw new IllegalArgumentException(axis.getClass().getName());
    }
    return axis;
  }

  private static String scaled(double value, double step, String... units) {
    double rest = value;
    int unit = 0;
    while (rest >= 0.999 * step && unit < units.length - 1) {
      rest /= step;
      unit++;
    }
    return plain(rest) + " " + units[unit];
  }

  private static String times(double ratio) {
    return ratio < 0.999 ? "1/" + plain(1 / ratio) : plain(ratio) + " x";
  }

  private static String plain(double value) {
    return value < 0.999 ? String.valueOf(value) : "%,.0f".formatted(value);
  }

  /** How JFreeChart is told to write a number in some other way. */
  private static final class Words extends NumberFormat {
    private static final long serialVersionUID = 1;

    private final transient DoubleFunction<String> words;

    Words(DoubleFunction<String> words) {
      this.words = words;
    }

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
      return to.append(words.apply(number));
    }

    @Override
    public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
      return format((double) number, to, position);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
      throw new UnsupportedOperationException("axes only write");
    }
  }
}
