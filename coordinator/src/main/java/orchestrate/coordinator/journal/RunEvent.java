package orchestrate.coordinator.journal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * A transition of a run. The run is the sequence of these: the journal keeps them, and everything
 * that people are told is worked out from them.
 *
 * <p>Times are milliseconds since 1970.
 */
public sealed interface RunEvent {
  long at();

  /** The run begins. */
  record RunStarted(
      long at, String runId, String job, String jobFile, int slots, Map<String, String> params)
      implements RunEvent {}

  /**
   * The run goes on after its process had ended: the first event of a segment of its journal.
   *
   * @param follows how many events the run had told before, as far as they could be read
   */
  record RunResumed(long at, long follows) implements RunEvent {}

  /**
   * The job file was changed before the run was resumed: from here on tasks have the numbers of
   * this list.
   *
   * @param tasks their names
   * @param anew names of tasks of which nothing counts that was told before
   */
  record JobChanged(long at, List<String> tasks, List<String> anew) implements RunEvent {}

  /**
   * What had failed is tried once more from here on, and what was cancelled: nothing that came of
   * that counts. It is told before a run goes on.
   */
  record FailuresForgotten(long at) implements RunEvent {}

  /**
   * The items of a task were found; who finds them again compares.
   *
   * @param hash of all of them
   */
  record ItemsFound(long at, int task, String hash) implements RunEvent {}

  /**
   * The run has waited for its turn in its group before it began.
   *
   * @param nanos how long
   */
  record TurnCame(long at, String group, long nanos) implements RunEvent {}

  /** A task's needs are met and its instances are known. */
  record TaskActivated(long at, int task, long count) implements RunEvent {}

  /** An attempt was given to a worker. */
  record AttemptStarted(long at, int task, long instance, int attempt) implements RunEvent {}

  /**
   * An instance that could be up to date is not. It is not told of those of a fan-out that were
   * never known to succeed.
   *
   * @param since the run in which it succeeded last; null if none is known
   */
  record OutOfDate(long at, int task, long instance, Reasons because, @Nullable String since)
      implements RunEvent {}

  /**
   * An attempt has ended; one that was never started has attempt 0.
   *
   * <p>One that was cancelled and will be tried again is lost with a process of the run: it does
   * not count.
   *
   * @param nanos how long it ran
   * @param use what it used, as far as its worker could say
   * @param again whether the instance will be tried again
   * @param item what it was for, so that a failure can be told; null if it succeeded, or if the
   *     task has no items
   * @param ran how it ran; null if it never did, or if that is not known
   */
  record AttemptEnded(
      long at,
      int task,
      long instance,
      int attempt,
      long nanos,
      ResourceUse use,
      Outcome outcome,
      boolean again,
      @Nullable String item,
      @Nullable Ran ran)
      implements RunEvent {
    /** Without how it ran. */
    public AttemptEnded(
        long at,
        int task,
        long instance,
        int attempt,
        long nanos,
        ResourceUse use,
        Outcome outcome,
        boolean again,
        @Nullable String item) {
      this(at, task, instance, attempt, nanos, use, outcome, again, item, null);
    }

    /** Whether the instance has failed and will not be tried again. */
    public boolean isFinalFailure() {
      return outcome instanceof Outcome.Failure && !again;
    }
  }

  /** A failed instance will be tried again. */
  record RetryPlanned(long at, int task, long instance, int attempt, Duration delay)
      implements RunEvent {}

  /** An event of the job was set. */
  record EventSet(long at, String name) implements RunEvent {}

  /** An attempt whose worker was killed for another's sake begins again, and is not counted. */
  record AttemptBegunAgain(long at, int task, long instance, int attempt, String reason)
      implements RunEvent {}

  /** An attempt that ends now has left something behind in its worker; its log says what. */
  record Warned(long at, int task, long instance, int attempt, int warnings) implements RunEvent {}

  /**
   * An attempt of a subtask has ended that was not its parent's lane's alone: it ran elsewhere, or
   * it did not go well.
   *
   * @param what a person would call it
   * @param again whether it will be tried again
   * @param ran how it ran; null if that was in its parent's lane, or if that is not known
   */
  record SubtaskEnded(
      long at,
      int task,
      long instance,
      String what,
      int attempt,
      long nanos,
      ResourceUse use,
      Outcome outcome,
      boolean again,
      @Nullable Ran ran)
      implements RunEvent {}

  /** In the lane of an attempt, which ends now, so many of its subtasks have run and gone well. */
  record SubtasksDone(long at, int task, long instance, int attempt, long count)
      implements RunEvent {}

  /** A worker has given way to a new one. */
  record WorkerRecycled(long at, String worker, String because) implements RunEvent {}

  /**
   * A service can be used.
   *
   * @param nanos how long it had run by then
   */
  record ServiceReady(long at, int task, int attempt, long nanos) implements RunEvent {}

  /**
   * The files that an attempt has left for people were copied.
   *
   * @param trouble why not all of them were; null if all is well
   */
  record ArtifactsKept(
      long at,
      int task,
      long instance,
      int attempt,
      long files,
      long bytes,
      @Nullable String trouble)
      implements RunEvent {}

  /** The run can't have something, and goes on without. */
  record Restricted(long at, String why) implements RunEvent {}

  /** Nothing of the task will run any more. */
  record TaskEnded(long at, int task, TaskStatus status) implements RunEvent {}

  /**
   * Nothing new is started from now on.
   *
   * @param by who wished it, and how
   */
  record Paused(long at, String by) implements RunEvent {}

  /** It goes on. */
  record Unpaused(long at, String by) implements RunEvent {}

  /** It is being stopped, for this reason. */
  record CancelRequested(long at, Target target, String reason) implements RunEvent {}

  /** The run is over. */
  record RunEnded(long at, int exitCode) implements RunEvent {}
}
