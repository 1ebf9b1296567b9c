package orchestrate.benchmarks.report;

import java.util.Arrays;

/** Values in order. Between two of them it interpolates, as R and NumPy do by default. */
final class Quantiles {
  private final double[] sorted;

  Quantiles(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    sorted = values.clone();
    Arrays.sort(sorted);
  }

  /** The value below which the fraction {@code q}, 0 to 1, of them lies. */
  double at(double q) {
    double position = q * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  double median() {
    return at(0.5);
  }

  Spread spread() {
    return new Spread(at(0.25), median(), at(0.75));
  }
}
