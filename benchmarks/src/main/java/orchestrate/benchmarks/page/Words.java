package orchestrate.benchmarks.page;

import orchestrate.benchmarks.report.Figure;
import orchestrate.benchmarks.report.Spread;
import orchestrate.benchmarks.run.Decimals;
import orchestrate.benchmarks.run.Unit;

/** Parts of figures as text. */
final class Words {
  private Words() {}

  static String ratio(Figure.Ratio ratio) {
    Spread times = ratio.times();
    return "%s (%s to %s) x %s"
        .formatted(
            Decimals.of(times.median()),
            Decimals.of(times.q1()),
            Decimals.of(times.q3()),
            ratio.peer());
  }

  static String verdict(Figure.Verdict verdict) {
    return verdict.bar() + (verdict.met() ? ": met" : ": **MISSED**");
  }

  static String reached(Figure.Verdict verdict, Unit unit) {
    return verdict.peer() == null
        ? unit.format(verdict.reached())
        : Decimals.of(verdict.reached()) + " x " + verdict.peer();
  }
}
