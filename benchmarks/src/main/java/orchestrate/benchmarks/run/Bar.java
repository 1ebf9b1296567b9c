package orchestrate.benchmarks.run;

/** What one of ours is to reach. */
public sealed interface Bar {
  /** The contestant that is to reach it. */
  String contestant();

  /**
   * The median is at most {@code factor} times that of a peer, by pairs: of the ratios in the
   * single rounds, the median counts.
   */
  record TimesPeer(String contestant, String peer, double factor) implements Bar {}

  /** The median is at most so long. */
  record Median(String contestant, double nanos) implements Bar {}

  /** No sample is more. */
  record Maximum(String contestant, double value) implements Bar {}

  /** Of a hundred samples, 99 are at most so long. */
  record Percentile99(String contestant, double nanos) implements Bar {}
}
