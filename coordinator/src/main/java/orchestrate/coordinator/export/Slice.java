package orchestrate.coordinator.export;

import orchestrate.coordinator.schedule.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The time that a lane was at an attempt, in nanoseconds since the run began.
 *
 * @param task its number
 * @param subtask what a person would call it; null if it is the instance itself
 * @param item null if it has none
 */
record Slice(
    int task,
    long instance,
    @Nullable String subtask,
    @Nullable String item,
    int attempt,
    Outcome outcome,
    long start,
    long end) {
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
        : new Slice(task, instance, subtask, item, attempt, outcome, newStart, newEnd);
  }
}
