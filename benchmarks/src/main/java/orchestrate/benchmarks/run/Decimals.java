package orchestrate.benchmarks.run;

import java.util.Locale;

/** Figures for people: three digits count. */
public final class Decimals {
  private Decimals() {}

  public static String of(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
