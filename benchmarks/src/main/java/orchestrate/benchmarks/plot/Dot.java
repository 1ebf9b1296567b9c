package orchestrate.benchmarks.plot;

import orchestrate.benchmarks.report.Spread;

/**
 * A mark in a row, with a whisker from quartile to quartile.
 *
 * @param row from 0, the uppermost, in parts of a row
 */
record Dot(double row, Spread at) {
  static Dot at(double row, double value) {
    return new Dot(row, new Spread(value, value, value));
  }
}
