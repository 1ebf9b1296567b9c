package orchestrate.coordinator.machine;

import java.util.function.Consumer;

/**
 * Holds tasks back while the machine is short of memory: under the floor, or when processes wait for
 * memory much of the time. One task runs in any case, so a floor that is never reached costs time
 * and no more. What has held back goes on only when things are clearly better, or it would begin to
 * flutter.
 *
 * <p>Belongs to the run's thread.
 */
final class MemoryGate {
  private static final double MAX_STALLED_PERCENT = 20;
  private static final double CALM_PERCENT = 10;

  private final Memory memory;
  private final long floor;
  private final Consumer<String> say;
  private boolean shortOf;
  private boolean told;

  /**
   * @param floor in bytes
   * @param say tells the user something
   */
  MemoryGate(Memory memory, long floor, Consumer<String> say) {
    this.memory = memory;
    this.floor = floor;
    this.say = say;
    look(false);
  }

  /** How many tasks may run. */
  int limit() {
    return shortOf ? 1 : Integer.MAX_VALUE;
  }

  /**
   * Looks how things are now.
   *
   * @param waiting whether a task could start if it were not held back: else there is nothing to
   *     tell
   */
  void look(boolean waiting) {
    long free = memory.available();
    double stalled = memory.stalled();
    if (shortOf) {
      shortOf = free < floor + floor / 4 || stalled > CALM_PERCENT;
    } else {
      shortOf = free < floor || stalled > MAX_STALLED_PERCENT;
    }
    if (shortOf && waiting && !told) {
      told = true;
      say.accept("holding back: " + why(free, stalled));
    } else if (!shortOf && told) {
      told = false;
      say.accept("going on: %s of memory free".formatted(megabytes(free)));
    }
  }

  private String why(long free, double stalled) {
    return free < floor + floor / 4
        ? "%s of memory free, floor %s".formatted(megabytes(free), megabytes(floor))
        : "processes have waited for memory %.0f %% of the last 10 s".formatted(stalled);
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
