package orchestrate.benchmarks.run;

/** How a time is shown, or whatever else was counted. */
public enum Unit {
  /** Samples are means of many operations, so there is no tail to tell of. */
  OPERATION("ns", 1, false),
  ELEMENT("million/s", 0, false),
  /** Something short of which each is timed. */
  APPEND("ns", 1, true),
  ROUND_TRIP("us", 1e3, true),
  DEATH("ms", 1e6, true),
  /** A sample is a mean of many tasks. */
  TASK("us", 1e3, false),
  RUN("ms", 1e6, false),
  WORK("s", 1e9, false),
  MEMORY("MiB", 1 << 20, false),
  BYTES("bytes", 1, false),
  PROCESSES("processes", 1, false);

  private final String symbol;
  private final double nanos;
  private final boolean tail;

  Unit(String symbol, double nanos, boolean tail) {
    this.symbol = symbol;
    this.nanos = nanos;
    this.tail = tail;
  }

  /** Whether each sample is one event, so that the slowest of them mean something. */
  public boolean hasTail() {
    return tail;
  }

  /** Nanoseconds in this unit, with its symbol; of an element, how many of them a second has. */
  public String format(double time) {
    double shown = nanos == 0 ? 1e3 / time : time / nanos;
    return Decimals.of(shown) + " " + symbol;
  }

  /** From the smaller to the larger of what is shown. */
  public String formatRange(double time, double longer) {
    return nanos == 0
        ? format(longer) + " to " + format(time)
        : format(time) + " to " + format(longer);
  }
}
