package orchestrate.benchmarks.run;

/** How a time is shown, or whatever else was counted. */
public enum Unit {
  /** Samples are means of many operations, so there is no tail to tell of. */
  OPERATION("ns", 1, false, Dimension.TIME),
  /** A time each, of which is shown how many a second has. */
  ELEMENT("million/s", 1e3, true, Dimension.TIME),
  /** Something short of which each is timed. */
  APPEND("ns", 1, false, Dimension.TIME),
  ROUND_TRIP("us", 1e3, false, Dimension.TIME),
  DEATH("ms", 1e6, false, Dimension.TIME),
  /** A sample is a mean of many tasks. */
  TASK("us", 1e3, false, Dimension.TIME),
  RUN("ms", 1e6, false, Dimension.TIME),
  WORK("s", 1e9, false, Dimension.TIME),
  MEMORY("MiB", 1 << 20, false, Dimension.BYTES),
  BYTES("bytes", 1, false, Dimension.BYTES),
  /** The time that something took, divided by the least that it could take. */
  EFFICIENCY("%", 100, true, Dimension.SHARE),
  PROCESSES("processes", 1, false, Dimension.COUNT),
  /** Of what the metric's title says. */
  NUMBER("", 1, false, Dimension.COUNT);

  /** What can be shown on one axis. */
  public enum Dimension {
    TIME,
    BYTES,
    SHARE,
    COUNT
  }

  private final String symbol;
  private final double scale;
  private final boolean inverse;
  private final Dimension dimension;

  Unit(String symbol, double scale, boolean inverse, Dimension dimension) {
    this.symbol = symbol;
    this.scale = scale;
    this.inverse = inverse;
    this.dimension = dimension;
  }

  public Dimension dimension() {
    return dimension;
  }

  /** Whether more is shown for less. */
  public boolean isInverse() {
    return inverse;
  }

  /** Whether each sample is one event, so that the slowest of them mean something. */
  public boolean hasTail() {
    return switch (this) {
      case APPEND, ROUND_TRIP, DEATH -> true;
      case OPERATION, ELEMENT, TASK, RUN, WORK, MEMORY, BYTES, EFFICIENCY, PROCESSES, NUMBER ->
          false;
    };
  }

  /** What is shown, as a number. */
  public double shown(double value) {
    return inverse ? scale / value : value / scale;
  }

  /** What is shown, with its symbol. */
  public String format(double value) {
    return (Decimals.of(shown(value)) + " " + symbol).strip();
  }

  /** From the smaller to the larger of what is shown. */
  public String formatRange(double low, double high) {
    return inverse ? format(high) + " to " + format(low) : format(low) + " to " + format(high);
  }
}
