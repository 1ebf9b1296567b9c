package orchestrate.coordinator.export;

import java.util.concurrent.TimeUnit;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * The time that a lane was at an attempt, in nanoseconds since the run began.
 *
 * @param task its number
 * @param subtask what a person would call it; null if it is the instance itself
 * @param item null if it has none
 * @param again whether it will be tried again
 */
record Slice(
    int task,
    long instance,
    @Nullable String subtask,
    @Nullable String item,
    int attempt,
    Outcome outcome,
    boolean again,
    ResourceUse use,
    long start,
    long end) {
  /**
   * @param runStart when the run began, in milliseconds since 1970
   */
  static Slice of(RunEvent.AttemptEnded event, Ran ran, long runStart) {
    long end = end(ran, runStart);
    return new Slice(
        event.task(),
        event.instance(),
        null,
        ran.run() == null ? event.item() : ran.run().item(),
        event.attempt(),
        event.outcome(),
        event.again(),
        event.use(),
        Math.max(0, end - event.nanos()),
        end);
  }

  static Slice of(RunEvent.SubtaskEnded event, Ran ran, long runStart) {
    long end = end(ran, runStart);
    return new Slice(
        event.task(),
        event.instance(),
        event.what(),
        ran.run() == null ? null : ran.run().item(),
        event.attempt(),
        event.outcome(),
        event.again(),
        event.use(),
        Math.max(0, end - event.nanos()),
        end);
  }

  private static long end(Ran ran, long runStart) {
    return Math.max(0, ran.endedNanos() - TimeUnit.MILLISECONDS.toNanos(runStart));
  }

  long nanos() {
    return end - start;
  }

  boolean succeeded() {
    return outcome instanceof Outcome.Succeeded;
  }

  /** The same at another time. */
  Slice at(long newStart, long newEnd) {
    return newStart == start && newEnd == end
        ? this
        : new Slice(task, instance, subtask, item, attempt, outcome, again, use, newStart, newEnd);
  }
}
