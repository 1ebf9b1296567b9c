package orchestrate.benchmarks.report;

/**
 * The middle of some values and how far they are apart.
 *
 * @param q1 a quarter of them is below
 * @param q3 a quarter of them is above
 */
public record Spread(double q1, double median, double q3) {}
