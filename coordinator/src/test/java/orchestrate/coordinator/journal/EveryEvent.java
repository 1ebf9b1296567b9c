package orchestrate.coordinator.journal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;

/** Events of all kinds, for tests of what becomes of them. */
public final class EveryEvent {
  public static final List<RunEvent> LIST =
      List.of(
          new RunEvent.RunStarted(1, "id", "job", "/job.yaml", 2, Map.of("p", "v")),
          new RunEvent.TaskActivated(2, 0, 1_000_000_000_000L),
          new RunEvent.AttemptStarted(3, 0, 5, 1),
          ended(new Outcome.Succeeded(Map.of("k", "v"))),
          ended(new Outcome.Failed("it threw")),
          ended(new Outcome.Exited(75, "exit code 75")),
          ended(new Outcome.Crashed("killed by SIGSEGV")),
          ended(new Outcome.OutOfMemory("java.lang.OutOfMemoryError")),
          ended(new Outcome.FailedToStart("no")),
          ended(new Outcome.TimedOut(Duration.ofMillis(3), Duration.ofMillis(2))),
          ended(new Outcome.Cancelled("SIGINT")),
          ended(new Outcome.WorkerLost("killed")),
          ended(
              new Outcome.PipelineFailed(
                  "the pipeline failed: list: exit code 3", new Outcome.Exited(3, "exit code 3"))),
          ended(new Outcome.NotReady("not ready within 1.0 s")),
          ended(new Outcome.UpToDate(Map.of("k", "v"), 3, "20260101-080000-000-0001")),
          // Where it ran, and until when: before the event's millisecond, or within it.
          new RunEvent.AttemptEnded(
              4,
              0,
              1L << 40,
              1,
              5,
              ResourceUse.NONE,
              new Outcome.Succeeded(Map.of()),
              false,
              null,
              new Ran(null, 1, 3, 4_999_000, 0)),
          new RunEvent.AttemptEnded(
              4,
              0,
              5,
              2,
              123_456,
              new ResourceUse(7, 8, 9),
              new Outcome.Crashed("killed by SIGSEGV"),
              true,
              "item",
              new Ran(null, 70_000, 999, 1_000, 11)),
          new RunEvent.ServiceReady(4, 7, 2, 1L << 40),
          new RunEvent.ArtifactsKept(4, 7, 1L << 33, 2, 3, 1L << 40, null),
          new RunEvent.ArtifactsKept(4, 7, 0, 1, 0, 0, "there is no x"),
          new RunEvent.OutOfDate(4, 7, 8, Reasons.of("x changed"), null),
          new RunEvent.OutOfDate(
              4,
              7,
              8,
              new Reasons(List.of("x changed", "y is gone"), 12),
              "20260101-080000-000-0001"),
          new RunEvent.RunResumed(4, 1L << 40),
          new RunEvent.FailuresForgotten(4),
          new RunEvent.JobChanged(4, List.of("a", "b"), List.of("b")),
          new RunEvent.ItemsFound(4, 7, "0f"),
          new RunEvent.TurnCame(4, "deploy", 1L << 40),
          new RunEvent.RetryPlanned(4, 0, 5, 2, Duration.ofSeconds(1)),
          new RunEvent.EventSet(5, "ready"),
          new RunEvent.TaskEnded(6, 0, new TaskStatus.Succeeded()),
          new RunEvent.TaskEnded(6, 1, new TaskStatus.Failed()),
          new RunEvent.TaskEnded(6, 2, new TaskStatus.Skipped("because")),
          new RunEvent.TaskEnded(6, 3, new TaskStatus.Cancelled("stopped by SIGINT")),
          new RunEvent.TaskEnded(6, 4, new TaskStatus.Waiting()),
          new RunEvent.TaskEnded(6, 5, new TaskStatus.Active()),
          new RunEvent.TaskEnded(6, 4, new TaskStatus.AllowedFailure()),
          new RunEvent.TaskEnded(6, 4, new TaskStatus.Declined("its condition")),
          new RunEvent.Paused(7, "by ann (pid 3) with `orchestrate pause`"),
          new RunEvent.Unpaused(7, "by ann (pid 4) with `orchestrate unpause`"),
          new RunEvent.CancelRequested(7, Target.RUN, "stopped by SIGTERM"),
          new RunEvent.CancelRequested(7, new Target(2, 1L << 40), "cancelled by ann"),
          new RunEvent.SubtaskEnded(
              7,
              3,
              1L << 40,
              "Part(1, 2)",
              2,
              5,
              new ResourceUse(7, 8, 9),
              new Outcome.WorkerLost("killed"),
              true,
              new Ran(null, 2, 0, 6_500_000, 0)),
          new RunEvent.SubtaskEnded(
              7,
              3,
              0,
              "Part(3, 4)",
              1,
              5,
              ResourceUse.NONE,
              new Outcome.Failed("it threw"),
              false,
              null),
          new RunEvent.SubtasksDone(7, 3, 0, 1, 10_000),
          new RunEvent.AttemptBegunAgain(7, 3, 1L << 40, 2, "another did not stop"),
          new RunEvent.Warned(7, 3, 1L << 40, 2, 5),
          new RunEvent.WorkerRecycled(7, "worker 3", "it is worn out"),
          new RunEvent.Restricted(7, "no cgroup"),
          new RunEvent.RunEnded(8, 143));

  private EveryEvent() {}

  private static RunEvent ended(Outcome outcome) {
    return new RunEvent.AttemptEnded(
        4,
        0,
        5,
        1,
        123_456,
        new ResourceUse(7, 8, 9),
        outcome,
        outcome instanceof Outcome.Exited,
        "item");
  }
}
