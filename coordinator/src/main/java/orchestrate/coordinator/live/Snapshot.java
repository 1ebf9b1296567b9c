package orchestrate.coordinator.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands, for one frame. What comes from the job file or a task is not yet fit for a
 * terminal.
 *
 * @param job its name
 * @param millis how long it has run
 * @param stopping why it is being stopped; null if it isn't
 * @param ended how many of its tasks have ended
 * @param failures how many instances have failed for good
 * @param left how long it will still take; null if nothing is known of that
 * @param groups those that have begun and are not over
 * @param running the longest first; not all of them
 * @param runningCount how many attempts run
 * @param slowest of what has ended; the slowest first
 * @param lacking who could start something if there were more permits
 */
record Snapshot(
    String job,
    long millis,
    @Nullable String stopping,
    int ended,
    int tasks,
    long failures,
    @Nullable Estimate left,
    List<Group> groups,
    List<Timed> running,
    long runningCount,
    List<Timed> slowest,
    List<Lack> lacking) {

  /**
   * A fan-out, or tasks with a tag in common.
   *
   * @param done how many of its instances or tasks have ended
   * @param count how many there are
   */
  record Group(String name, long done, long count, long failed, @Nullable Estimate left) {}

  /** An attempt, and how long it runs or has run. */
  record Timed(String name, long nanos) {}

  /**
   * Tasks that wait for permits which other tasks of the run hold.
   *
   * @param object what they lack: {@code semaphore disk}
   */
  record Lack(String object, List<String> tasks) {}

  /**
   * How long something will still take.
   *
   * @param atLeast whether it takes longer: of a part of it nothing is known
   */
  record Estimate(long millis, boolean atLeast) {}
}
