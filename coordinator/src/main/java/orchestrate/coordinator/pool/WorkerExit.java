package orchestrate.coordinator.pool;

/**
 * How a worker died, as its exit value tells it.
 *
 * @param cause for a person: the signal or code, and its likely cause
 * @param heapWasFull it ended itself because there was no room for another Java object
 */
public record WorkerExit(String cause, boolean heapWasFull) {
  private static final int SIGNAL_BASE = 128;

  /** What a JVM with ExitOnOutOfMemoryError ends with. */
  private static final int HEAP_FULL = 3;

  static WorkerExit of(String worker, int exitValue) {
    int signal = exitValue - SIGNAL_BASE;
    if (SignalNames.isKnown(signal)) {
      return new WorkerExit(worker + " was killed by " + SignalNames.describe(signal), false);
    }
    boolean heapWasFull = exitValue == HEAP_FULL;
    String likely =
        heapWasFull
            ? "likely its Java heap was full: give workers.java-options a larger -Xmx"
            : "likely the task called System.exit";
    return new WorkerExit(
        "%s exited with code %d (%s)".formatted(worker, exitValue, likely), heapWasFull);
  }
}
