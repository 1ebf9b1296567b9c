package orchestrate.coordinator.export;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.otlp.Attributes;
import orchestrate.coordinator.otlp.Span;
import orchestrate.coordinator.otlp.SpanSender;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.TraceContext;

/**
 * A run as a trace of OpenTelemetry: a span for the run, below it one for each task, and below that
 * one for each attempt that a worker had. They are named by the semantic conventions for CI/CD.
 *
 * <p>A span is sent when it is over, so nothing of attempts is kept but for those that wait.
 */
final class SpanReport implements Report {
  private final Plan plan;
  private final Telemetry telemetry;
  private final SpanSender sender;
  private final RunSummary summary;
  private final Waits waits;

  /** By task, in nanoseconds since 1970; 0 as long as its needs are not met. */
  private final long[] begun;

  /** By task, for how long it waited for its turn, in nanoseconds. */
  private final long[] waited;

  /** By task: how its first instance failed for good. */
  private final Outcome[] failures;

  /** Of instances that were tried again and have not ended since, the last pause. */
  private final Map<Instance, Long> pauses = new HashMap<>();

  private long runStart;
  private long now;

  private record Instance(int task, long number) {}

  /**
   * @param sender is closed by whoever has made it
   */
  SpanReport(Plan plan, Telemetry telemetry, SpanSender sender) {
    this.plan = plan;
    this.telemetry = telemetry;
    this.sender = sender;
    this.summary = new RunSummary(plan);
    this.waits = new Waits(plan, this::waited);
    this.begun = new long[plan.tasks().size()];
    this.waited = new long[plan.tasks().size()];
    this.failures = new Outcome[plan.tasks().size()];
  }

  @Override
  public void accept(RunEvent event) throws IOException {
    summary.accept(event);
    Report.super.accept(event);
  }

  @Override
  public void time(long millis) {
    now = Math.max(now, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Waits are counted from the begin of the run. */
  private long sinceBegin() {
    return now - runStart;
  }

  @Override
  public void runStarted(RunEvent.RunStarted event) {
    runStart = now;
  }

  @Override
  public void taskActivated(RunEvent.TaskActivated event) {
    begun[event.task()] = now;
    waits.ready().activated(event.task(), sinceBegin());
  }

  @Override
  public void attemptStarted(RunEvent.AttemptStarted event) {
    waits.started(event.task(), event.instance(), event.attempt(), sinceBegin());
  }

  @Override
  public void retryPlanned(RunEvent.RetryPlanned event) {
    waits.paused(event.task(), event.instance(), sinceBegin());
  }

  @Override
  public void eventSet(RunEvent.EventSet event) {
    waits.ready().set(event.name(), sinceBegin());
  }

  @Override
  public void serviceReady(RunEvent.ServiceReady event) {
    waits.ready().met(event.task(), sinceBegin());
  }

  private void waited(Waits.Wait wait) {
    long nanos = wait.end() - wait.start();
    switch (wait.why()) {
      case TURN -> waited[wait.task().number()] = nanos;
      case NEXT_ATTEMPT -> pauses.put(new Instance(wait.task().number(), wait.instance()), nanos);
      case IN_VAIN -> {}
    }
  }

  private boolean isSentByAnother(RunEvent event) {
    return event.at() < telemetry.since();
  }

  @Override
  public void attemptEnded(RunEvent.AttemptEnded event) {
    if (event.isFinalFailure() && failures[event.task()] == null) {
      failures[event.task()] = event.outcome();
    }
    Long pause = pauses.remove(new Instance(event.task(), event.instance()));
    Ran ran = event.ran();
    if (event.attempt() == 0 || ran == null || ran.worker() == 0 || isSentByAnother(event)) {
      return;
    }
    now = Math.max(now, ran.endedNanos()); // which is exact, while events have milliseconds
    PlannedTask task = plan.task(event.task());
    Outcome outcome = event.outcome();
    var attributes =
        new Attributes()
            .put("cicd.pipeline.task.name", task.name())
            .put("cicd.pipeline.task.run.id", id(task, event.instance(), event.attempt()))
            .put("cicd.pipeline.task.run.result", Result.of(outcome))
            .put("cicd.worker.name", "worker " + ran.worker())
            .put("orchestrate.lane", (long) ran.lane())
            .put("orchestrate.attempt", (long) event.attempt());
    if (task.isFanOut()) {
      attributes
          .put("orchestrate.instance", event.instance())
          .put("orchestrate.item", ran.run() == null ? event.item() : ran.run().item());
    }
    if (pause != null) {
      attributes.put("orchestrate.paused_before.seconds", seconds(pause));
    }
    use(event.use(), attributes);
    ended(outcome, attributes);
    if (outcome instanceof Outcome.Failure) {
      attributes.put("orchestrate.tried_again", event.again());
    }
    sender.add(
        new Span(
            telemetry.run().attempt(event.task(), event.instance(), event.attempt()),
            telemetry.run().task(event.task()).span(),
            Span.Kind.INTERNAL,
            task.name() + " attempt", // Names are for what is alike; which one, attributes say.
            ran.endedNanos() - event.nanos(),
            ran.endedNanos(),
            attributes,
            outcome instanceof Outcome.Failure ? outcome.reason() : null));
  }

  /** How an attempt has failed, if it has. */
  private static void ended(Outcome outcome, Attributes to) {
    if (outcome instanceof Outcome.Failure) {
      to.put("error.type", outcome.word());
    }
    if (outcome instanceof Outcome.Exited(int code, String _)) {
      to.put("process.exit.code", (long) code);
    }
  }

  private static void use(ResourceUse use, Attributes to) {
    if (!use.isNone()) {
      to.put("orchestrate.cpu.user.seconds", seconds(use.userNanos()))
          .put("orchestrate.cpu.system.seconds", seconds(use.systemNanos()))
          .put("orchestrate.memory.peak.bytes", use.peakBytes());
    }
  }

  @Override
  public void taskEnded(RunEvent.TaskEnded event) {
    waits.ready().met(event.task(), sinceBegin());
    if (isSentByAnother(event)) {
      return;
    }
    PlannedTask task = plan.task(event.task());
    TaskStatus status = event.status();
    Outcome failure = failures[event.task()];
    boolean failed = status instanceof TaskStatus.Failed;
    var attributes =
        new Attributes()
            .put("cicd.pipeline.task.name", task.name())
            .put("cicd.pipeline.task.run.id", idOf(task.name()))
            .put("cicd.pipeline.task.run.result", Result.of(status))
            .put("orchestrate.waited.seconds", seconds(waited[event.task()]))
            .put("orchestrate.reason", status.reason());
    if (task.isFanOut()) {
      attributes.put("orchestrate.instances", summary.tasks().get(event.task()).count());
    }
    if (failure != null) {
      ended(failure, attributes);
    }
    long start = begun[event.task()];
    sender.add(
        new Span(
            telemetry.run().task(event.task()),
            telemetry.run().span(),
            Span.Kind.INTERNAL,
            task.name(),
            start == 0 ? now : start,
            now,
            attributes,
            failed ? failure == null ? status.word() : failure.reason() : null));
  }

  private String id(PlannedTask task, long instance, int attempt) {
    return idOf(task.instanceName(instance) + "/" + attempt);
  }

  private String idOf(String within) {
    return summary.runId() + "/" + within;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** Nothing waits here. */
  @Override
  public void flush() {}

  @Override
  public void finish() {
    TraceContext run = telemetry.run();
    boolean stopped = summary.stopReason() != null;
    String result = stopped ? "cancellation" : summary.succeeded() ? "success" : "failure";
    var attributes =
        new Attributes()
            .put("cicd.pipeline.name", summary.job())
            .put("cicd.pipeline.action.name", "RUN")
            .put("cicd.pipeline.run.id", summary.runId())
            .put("cicd.pipeline.result", result)
            .put("orchestrate.slots", (long) plan.slots())
            .put("orchestrate.reason", summary.stopReason());
    String error = null;
    if (!stopped && !summary.succeeded()) {
      List<RunSummary.Failure> first = summary.failures();
      Optional<RunSummary.Failure> why = first.stream().filter(f -> !f.isAllowed()).findFirst();
      attributes.put("error.type", why.map(f -> f.outcome().word()).orElse("_OTHER"));
      error = why.map(f -> f.name() + ": " + f.outcome().reason()).orElse("it has not succeeded");
    }
    sender.add(
        new Span(
            run,
            telemetry.parent(),
            Span.Kind.SERVER,
            "RUN " + summary.job(),
            TimeUnit.MILLISECONDS.toNanos(Math.max(summary.startedAt(), telemetry.since())),
            now,
            attributes,
            error));
  }

  /** The words of the conventions for how something ended. */
  private static final class Result {
    static String of(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Succeeded _, Outcome.UpToDate _ -> "success";
        case Outcome.Cancelled _ -> "cancellation";
        case Outcome.TimedOut _ -> "timeout";
        case Outcome.Failed _,
            Outcome.Exited _,
            Outcome.Crashed _,
            Outcome.NotReady _,
            Outcome.PipelineFailed _ ->
            "failure";
        case Outcome.WorkerLost _, Outcome.OutOfMemory _, Outcome.FailedToStart _ -> "error";
      };
    }

    static String of(TaskStatus status) {
      return switch (status) {
        case TaskStatus.Succeeded _ -> "success";
        case TaskStatus.Failed _, TaskStatus.AllowedFailure _ -> "failure";
        case TaskStatus.Skipped _, TaskStatus.Declined _ -> "skip";
        case TaskStatus.Cancelled _, TaskStatus.Waiting _, TaskStatus.Active _ -> "cancellation";
      };
    }
  }
}
