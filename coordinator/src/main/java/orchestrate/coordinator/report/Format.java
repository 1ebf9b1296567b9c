package orchestrate.coordinator.report;

import java.util.Locale;
import orchestrate.worker.protocol.ResourceUse;

/** Numbers for people. */
public final class Format {
  private Format() {}

  public static String duration(long millis) {
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = Math.round(millis / 1000.0);
    return seconds < 3600
        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
        : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }

  /** " (processor 1.5 s, memory 120 MiB)", as far as it is known. */
  static String use(ResourceUse use) {
    if (use.isNone()) {
      return "";
    }
    String memory = use.peakBytes() == 0 ? "" : ", memory %,d MiB".formatted(use.peakBytes() >> 20);
    return " (processor %s%s)".formatted(duration(use.cpuNanos() / 1_000_000), memory);
  }

  /** "1 task", "2 tasks". */
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
