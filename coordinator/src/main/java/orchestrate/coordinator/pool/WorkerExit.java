package orchestrate.coordinator.pool;

/** What a worker's exit value says of how it died. */
final class WorkerExit {
  private static final int SIGNAL_BASE = 128;

  private WorkerExit() {}

  /** For a person: the signal or code, and its likely cause. */
  static String describe(String worker, int exitValue) {
    int signal = exitValue - SIGNAL_BASE;
    if (SignalNames.isKnown(signal)) {
      return worker + " was killed by " + SignalNames.describe(signal);
    }
    return "%s exited with code %d (%s)"
        .formatted(
            worker,
            exitValue,
            exitValue == 3
                ? "likely its Java heap was full: give workers.java-options a larger -Xmx"
                : "likely the task called System.exit");
  }
}
