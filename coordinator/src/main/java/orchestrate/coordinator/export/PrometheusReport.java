package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.report.TaskSummary;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;

/**
 * What a run has come to, as metrics for the textfile collector of Prometheus's node_exporter: at
 * its end, and every now and then until then. They are gauges, since the next run of the job begins
 * at 0 again.
 */
final class PrometheusReport implements Report {
  /** As often as Prometheus looks, usually. */
  private static final Duration BETWEEN = Duration.ofSeconds(15);

  /** The words of all statuses, so that none is missing because no task has it. */
  private static Stream<TaskStatus> statuses() {
    return Stream.of(
        new TaskStatus.Waiting(),
        new TaskStatus.Active(),
        new TaskStatus.Succeeded(),
        new TaskStatus.Failed(),
        new TaskStatus.AllowedFailure(),
        new TaskStatus.Skipped(""),
        new TaskStatus.Cancelled(""));
  }

  /** What the run as a whole is at. */
  private enum State {
    UNFINISHED,
    SUCCEEDED,
    FAILED,
    STOPPED
  }

  private final Plan plan;
  private final ReportFile file;
  private final RunSummary summary;
  private final DurationBuckets durations = new DurationBuckets();
  private final Map<AttemptState, Long> attempts = new EnumMap<>(AttemptState.class);

  /** Numbers of workers; a run that is resumed begins with 1 again. */
  private final Set<Integer> lostNow = new HashSet<>();

  private long lostBefore;
  private long writtenAt = System.nanoTime();

  PrometheusReport(Plan plan, ReportFile file) {
    this.plan = plan;
    this.file = file;
    this.summary = new RunSummary(plan);
    for (AttemptState state : AttemptState.values()) {
      attempts.put(state, 0L);
    }
  }

  @Override
  public void accept(RunEvent event) throws IOException {
    summary.accept(event);
    if (event instanceof RunEvent.RunResumed) {
      lostBefore += lostNow.size();
      lostNow.clear();
    }
    Report.super.accept(event);
  }

  @Override
  public void attemptEnded(RunEvent.AttemptEnded event) {
    if (event.attempt() > 0 || event.outcome() instanceof Outcome.UpToDate) {
      boolean allowed = plan.task(event.task()).spec().failurePolicy().allowFailure();
      attempts.merge(AttemptState.of(event.outcome(), event.again(), allowed), 1L, Long::sum);
    }
    if (event.attempt() > 0) {
      durations.add(event.nanos());
    }
    Ran ran = event.ran();
    if (event.outcome() instanceof Outcome.WorkerLost && ran != null) {
      lostNow.add(ran.worker());
    }
  }

  @Override
  public void flush() throws IOException {
    if (System.nanoTime() - writtenAt >= BETWEEN.toNanos()) {
      file.publishMeanwhile(text());
      writtenAt = System.nanoTime();
    }
  }

  @Override
  public void finish() throws IOException {
    file.stream().write(text());
  }

  private State state() {
    if (!summary.isOver()) {
      return State.UNFINISHED;
    }
    return summary.stopReason() != null
        ? State.STOPPED
        : summary.succeeded() ? State.SUCCEEDED : State.FAILED;
  }

  private byte[] text() {
    var text = new MetricsText("orchestrate_", Map.of("job", summary.job()));
    State state = state();
    text.gauge("run_state", "Which of its states the run is in: that one is 1.");
    for (State each : State.values()) {
      text.value(Map.of("state", MetricsText.word(each.name())), each == state ? 1 : 0);
    }
    text.gauge("run_start_time_seconds", "When the run began, since 1970.")
        .seconds(Map.of(), summary.startedAt() * 1_000_000);
    if (state != State.UNFINISHED) {
      long end = summary.startedAt() + summary.spanMillis();
      text.gauge("run_end_time_seconds", "When the run ended, since 1970.")
          .seconds(Map.of(), end * 1_000_000);
    }
    text.gauge("tasks", "How many tasks of the run are in which state.");
    tasks().forEach((word, count) -> text.value(Map.of("state", MetricsText.word(word)), count));
    text.gauge("attempts", "How many attempts have ended in which way.");
    attempts.forEach(
        (each, count) -> text.value(Map.of("outcome", MetricsText.word(each.word())), count));
    text.gauge("retries", "How many failed attempts were followed by another one.")
        .value(Map.of(), summary.tasks().stream().mapToLong(TaskSummary::retries).sum());
    text.histogram("attempt_duration_seconds", "How long attempts took.", durations);
    ResourceUse use =
        summary.tasks().stream().map(TaskSummary::use).reduce(ResourceUse.NONE, ResourceUse::and);
    text.gauge("cpu_seconds", "Time that attempts had on processors, as far as it is known.")
        .seconds(Map.of("mode", "system"), use.systemNanos())
        .seconds(Map.of("mode", "user"), use.userNanos());
    if (use.peakBytes() > 0) { // else it is not known
      text.gauge("peak_memory_bytes", "Resident memory of the largest process of an attempt.")
          .value(Map.of(), use.peakBytes());
    }
    text.gauge("workers_lost", "How many workers died under attempts.")
        .value(Map.of(), lostBefore + lostNow.size());
    text.gauge("workers_recycled", "How many workers gave way to new ones.")
        .value(Map.of(), summary.recycled());
    return text.toString().getBytes(UTF_8);
  }

  private Map<String, Long> tasks() {
    var counts = new LinkedHashMap<String, Long>();
    statuses().forEach(status -> counts.put(status.word(), 0L));
    summary.tasks().forEach(task -> counts.merge(task.status().word(), 1L, Long::sum));
    return counts;
  }
}
