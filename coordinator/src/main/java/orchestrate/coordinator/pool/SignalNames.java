package orchestrate.coordinator.pool;

import java.util.Map;

/** Signals as people know them. */
public final class SignalNames {
  private static final Map<Integer, String> NAMES =
      Map.of(
          1, "SIGHUP",
          2, "SIGINT",
          3, "SIGQUIT",
          4, "SIGILL",
          6, "SIGABRT",
          7, "SIGBUS",
          8, "SIGFPE",
          9, "SIGKILL",
          11, "SIGSEGV",
          15, "SIGTERM");

  private SignalNames() {}

  static boolean isKnown(int signal) {
    return NAMES.containsKey(signal);
  }

  /** The signal's name, and what it likely means that something was killed by it. */
  public static String describe(int signal) {
    String name = NAMES.getOrDefault(signal, "signal " + signal);
    return switch (signal) {
      case 9 -> name + " (likely the system ran out of memory, or someone ran kill -9)";
      case 4, 6, 7, 8, 11 -> name + " (likely native code crashed)";
      default -> name;
    };
  }
}
