package orchestrate.coordinator.cli.history;

import java.util.Map;
import java.util.function.Consumer;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * Prints events, each in a line of its own: its kind, its time, which task or instance it is about,
 * and all else that it has, by name. The names are documented in docs/history.md.
 */
abstract class EventLines implements Consumer<RunEvent>, AutoCloseable {
  @Override
  public final void accept(RunEvent event) {
    switch (event) {
      case RunEvent.RunStarted e -> {
        begin("runStarted", e);
        text("run", e.runId());
        text("job", e.job());
        text("jobFile", e.jobFile());
        number("slots", e.slots());
        map("params", e.params());
      }
      case RunEvent.RunResumed e -> {
        begin("runResumed", e);
        number("follows", e.follows());
      }
      case RunEvent.JobChanged e -> {
        begin("jobChanged", e);
        text("tasks", String.join(" ", e.tasks()));
        text("anew", String.join(" ", e.anew()));
      }
      case RunEvent.TurnCame e -> {
        begin("turnCame", e);
        text("group", e.group());
        time("took", e.nanos());
      }
      case RunEvent.FailuresForgotten e -> begin("failuresForgotten", e);
      case RunEvent.ItemsFound e -> {
        begin("itemsFound", e);
        task(e.task());
        text("hash", e.hash());
      }
      case RunEvent.TaskActivated e -> {
        begin("taskActivated", e);
        task(e.task());
        number("instances", e.count());
      }
      case RunEvent.OutOfDate e -> {
        begin("outOfDate", e);
        instance(e.task(), e.instance());
        text("because", e.because().brief());
        since(e.since());
      }
      case RunEvent.AttemptStarted e -> {
        begin("attemptStarted", e);
        attempt(e.task(), e.instance(), e.attempt());
      }
      case RunEvent.AttemptBegunAgain e -> {
        begin("attemptBegunAgain", e);
        attempt(e.task(), e.instance(), e.attempt());
        text("reason", e.reason());
      }
      case RunEvent.AttemptEnded e -> {
        begin("attemptEnded", e);
        attempt(e.task(), e.instance(), e.attempt());
        if (e.item() != null) {
          text("item", e.item());
        }
        ended(e.nanos(), e.use(), e.outcome(), e.again());
        ran(e.ran());
      }
      case RunEvent.RetryPlanned e -> {
        begin("retryPlanned", e);
        attempt(e.task(), e.instance(), e.attempt());
        time("delay", e.delay().toNanos());
      }
      case RunEvent.Warned e -> {
        begin("warned", e);
        attempt(e.task(), e.instance(), e.attempt());
        number("warnings", e.warnings());
      }
      case RunEvent.SubtaskEnded e -> {
        begin("subtaskEnded", e);
        instance(e.task(), e.instance());
        text("subtask", e.what());
        number("attempt", e.attempt());
        ended(e.nanos(), e.use(), e.outcome(), e.again());
        ran(e.ran());
      }
      case RunEvent.SubtasksDone e -> {
        begin("subtasksDone", e);
        attempt(e.task(), e.instance(), e.attempt());
        number("subtasks", e.count());
      }
      case RunEvent.ServiceReady e -> {
        begin("serviceReady", e);
        task(e.task());
        number("attempt", e.attempt());
        time("took", e.nanos());
      }
      case RunEvent.ArtifactsKept e -> {
        begin("artifactsKept", e);
        attempt(e.task(), e.instance(), e.attempt());
        number("files", e.files());
        number("bytes", e.bytes());
        if (e.trouble() != null) {
          text("trouble", e.trouble());
        }
      }
      case RunEvent.TaskEnded e -> {
        begin("taskEnded", e);
        task(e.task());
        text("result", e.status().word());
        String reason = e.status().reason();
        if (reason != null) {
          text("reason", reason);
        }
      }
      case RunEvent.EventSet e -> {
        begin("eventSet", e);
        text("event", e.name());
      }
      case RunEvent.WorkerRecycled e -> {
        begin("workerRecycled", e);
        text("worker", e.worker());
        text("because", e.because());
      }
      case RunEvent.Paused e -> {
        begin("paused", e);
        text("by", e.by());
      }
      case RunEvent.Unpaused e -> {
        begin("unpaused", e);
        text("by", e.by());
      }
      case RunEvent.Restricted e -> {
        begin("restricted", e);
        text("why", e.why());
      }
      case RunEvent.CancelRequested e -> {
        begin("cancelRequested", e);
        if (e.target().isInstance()) {
          instance(e.target().task(), e.target().instance());
        } else if (!e.target().isRun()) {
          task(e.target().task());
        }
        text("reason", e.reason());
      }
      case RunEvent.RunEnded e -> {
        begin("runEnded", e);
        number("exitCode", e.exitCode());
      }
    }
    end();
  }

  private void begin(String kind, RunEvent event) {
    begin(kind, event.at());
  }

  private void attempt(int task, long instance, int attempt) {
    instance(task, instance);
    number("attempt", attempt);
  }

  private void since(@Nullable String run) {
    if (run != null) {
      text("since", run);
    }
  }

  /** Until when it ran is all but the event's own time. */
  private void ran(@Nullable Ran ran) {
    if (ran != null) {
      number("workerNumber", ran.worker());
      number("lane", ran.lane());
      if (ran.signal() != 0) {
        number("signal", ran.signal());
      }
    }
  }

  private void ended(long nanos, ResourceUse use, Outcome outcome, boolean again) {
    time("took", nanos);
    if (!use.isNone()) {
      time("user", use.userNanos());
      time("system", use.systemNanos());
    }
    if (use.peakBytes() > 0) {
      number("peakBytes", use.peakBytes());
    }
    text("outcome", outcome.word());
    switch (outcome) {
      case Outcome.Succeeded(var outputs) -> outputs(outputs);
      case Outcome.UpToDate(var outputs, long restored, String since) -> {
        number("restored", restored);
        since(since);
        outputs(outputs);
      }
      case Outcome.Exited(int code, String reason) -> {
        number("exitCode", code);
        text("reason", reason);
      }
      case Outcome.TimedOut e -> {
        time("ran", e.measured().toNanos());
        time("allowed", e.allowed().toNanos());
        text("reason", e.reason());
      }
      case Outcome.PipelineFailed(String reason, Outcome cause) -> {
        text("reason", reason);
        text("cause", cause.word());
        text("causeReason", cause.reason());
      }
      case Outcome.Cancelled _,
          Outcome.Failed _,
          Outcome.Crashed _,
          Outcome.OutOfMemory _,
          Outcome.FailedToStart _,
          Outcome.NotReady _,
          Outcome.WorkerLost _ ->
          text("reason", outcome.reason());
    }
    flag("again", again);
  }

  private void outputs(Map<String, String> outputs) {
    if (!outputs.isEmpty()) {
      map("outputs", outputs);
    }
  }

  /** Begins a line; the time is in milliseconds since 1970. */
  abstract void begin(String kind, long at);

  /** What the event is about: a task as a whole. */
  abstract void task(int number);

  /** What the event is about: an instance of a task. */
  abstract void instance(int task, long number);

  abstract void text(String name, String value);

  abstract void number(String name, long value);

  abstract void flag(String name, boolean value);

  abstract void time(String name, long nanos);

  abstract void map(String name, Map<String, String> value);

  abstract void end();

  /** Writes what is left to be written; what is beneath stays open. */
  @Override
  public abstract void close();
}
