package orchestrate.coordinator.describe;

import org.jspecify.annotations.Nullable;

/** What is another in a job than it was in a run of it. */
public sealed interface JobChange {
  /** The job has a task that it had not. */
  record TaskAdded(String task) implements JobChange {}

  /** It has no such task any more. */
  record TaskRemoved(String task) implements JobChange {}

  /**
   * One thing that is said of a task, or of the job.
   *
   * @param task null if it is said of the job as a whole
   * @param field by the key of the job file: {@code run}, {@code retry.max}
   * @param before null if nothing was said of it, or what is usual
   * @param after null if nothing is said of it, or what is usual
   */
  record FieldChanged(
      @Nullable String task, String field, @Nullable String before, @Nullable String after)
      implements JobChange {}

  /** The task that it is about; null if that is the job as a whole. */
  @Nullable String task();
}
