package orchestrate.coordinator.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import orchestrate.coordinator.explain.Outline.Task;
import orchestrate.coordinator.explain.TaskExplanation.Attempt;
import orchestrate.coordinator.explain.TaskExplanation.Because;
import orchestrate.coordinator.explain.TaskExplanation.Due;
import orchestrate.coordinator.explain.TaskExplanation.Failed;
import orchestrate.coordinator.explain.TaskExplanation.Items;
import orchestrate.coordinator.explain.TaskExplanation.Slow;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a run's events tell of one task, or of one of its instances, and of those that it depends
 * on. It stays small, however many instances and attempts there are.
 */
final class TaskStory implements Consumer<RunEvent> {
  private static final int MOST_ATTEMPTS = 100;
  private static final int MOST_INSTANCES = 10;
  private static final int SLOWEST = 5;

  private final Outline outline;
  private final int number;
  private final Task task;
  private final @Nullable Long instance;
  private final Waiting waiting;
  private final @Nullable TaskStatus[] statuses;
  private final long[] endedAt;

  /** Whether nothing of it was run: all was up to date. */
  private final boolean[] upToDate;

  private final boolean[] begun;

  /** Of each task how its first instance failed that did so for good. */
  private final @Nullable String[] failures;

  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<String, Long> results = new LinkedHashMap<>();
  private final PriorityQueue<Slow> slowest =
      new PriorityQueue<>(Comparator.comparingLong(Slow::millis));
  private final List<Failed> failed = new ArrayList<>();
  private final List<Due> due = new ArrayList<>();
  private @Nullable Because because;
  private @Nullable Outcome outcome;
  private @Nullable String item;
  private @Nullable Long count;
  private long retries;
  private long nanos;
  private int lastAttempt;
  private boolean running;
  private long begin;
  private long last;

  /**
   * @param instance null for the task as a whole
   */
  TaskStory(Outline outline, int number, @Nullable Long instance) {
    this.outline = outline;
    this.number = number;
    this.task = outline.tasks().get(number);
    this.instance = instance;
    this.waiting = new Waiting(outline, number, firstOr(instance));
    int tasks = outline.tasks().size();
    this.statuses = new TaskStatus[tasks];
    this.endedAt = new long[tasks];
    this.upToDate = new boolean[tasks];
    this.begun = new boolean[tasks];
    this.failures = new String[tasks];
  }

  @Override
  public void accept(RunEvent event) {
    last = event.at();
    waiting.accept(event);
    switch (event) {
      case RunEvent.RunStarted e -> begin = e.at();
      case RunEvent.RunResumed _ -> lose();
      case RunEvent.TaskActivated e when e.task() == number -> count = e.count();
      case RunEvent.TaskActivated _ -> {}
      case RunEvent.AttemptStarted e -> started(e);
      case RunEvent.AttemptEnded e -> ended(e);
      case RunEvent.RetryPlanned e -> retryPlanned(e);
      case RunEvent.OutOfDate e -> outOfDate(e);
      case RunEvent.TaskEnded e -> {
        statuses[e.task()] = e.status();
        endedAt[e.task()] = e.at();
      }
      case RunEvent.EventSet _,
          RunEvent.AttemptBegunAgain _,
          RunEvent.Warned _,
          RunEvent.SubtaskEnded _,
          RunEvent.SubtasksDone _,
          RunEvent.WorkerRecycled _,
          RunEvent.ServiceReady _,
          RunEvent.ArtifactsKept _,
          RunEvent.Restricted _,
          RunEvent.JobChanged _,
          RunEvent.FailuresForgotten _,
          RunEvent.ItemsFound _,
          RunEvent.TurnCame _,
          RunEvent.Paused _,
          RunEvent.Unpaused _,
          RunEvent.CancelRequested _,
          RunEvent.RunEnded _ -> {}
    }
  }

  private long firstOr(@Nullable Long asked) {
    return asked != null ? asked : task.fanOut() ? Waiting.FIRST : 0;
  }

  private boolean isAsked(int otherTask, long otherInstance) {
    return otherTask == number && (instance == null || instance == otherInstance);
  }

  /** Whether attempts are told one by one. */
  private boolean isOne() {
    return instance != null || !task.fanOut();
  }

  private void started(RunEvent.AttemptStarted event) {
    begun[event.task()] = true;
    if (isAsked(event.task(), event.instance()) && isOne()) {
      running = true;
      lastAttempt = event.attempt();
      attempts.removeIf(each -> each.number() == event.attempt()); // It begins again.
      attempts.add(
          new Attempt(event.attempt(), event.at() - begin, null, "goes on", false, null, null));
      if (attempts.size() > MOST_ATTEMPTS) {
        attempts.remove(1); // The first one stays.
      }
    }
  }

  /** The run died, and goes on. */
  private void lose() {
    if (running) {
      running = false;
      loseLast("lost when the run died, which went on later", true);
    }
  }

  private void loseLast(String how, boolean again) {
    Attempt lost = attempts.removeLast();
    attempts.add(new Attempt(lost.number(), lost.afterMillis(), null, how, again, null, null));
  }

  private void ended(RunEvent.AttemptEnded event) {
    upToDate[event.task()] =
        event.outcome() instanceof Outcome.UpToDate
            && (upToDate[event.task()] || !begun[event.task()]);
    begun[event.task()] = true;
    if (event.isFinalFailure() && failures[event.task()] == null) {
      failures[event.task()] = event.outcome().reason();
    }
    if (!isAsked(event.task(), event.instance())) {
      return;
    }
    nanos += event.nanos();
    retries += event.again() ? 1 : 0;
    if (isOne()) {
      endedOne(event);
    } else {
      endedOfMany(event);
    }
  }

  private void endedOne(RunEvent.AttemptEnded event) {
    running = false;
    outcome = event.outcome();
    item = event.item() == null ? item : event.item();
    if (!attempts.isEmpty() && attempts.getLast().number() == event.attempt()) {
      Attempt begun = attempts.removeLast();
      attempts.add(
          new Attempt(
              begun.number(),
              begun.afterMillis(),
              event.nanos() / 1_000_000,
              event.outcome().reason(),
              event.again(),
              null,
              notAgain(event)));
    }
  }

  private @Nullable String notAgain(RunEvent.AttemptEnded event) {
    if (!event.isFinalFailure() || task.retries() == 0) {
      return null;
    }
    return event.attempt() > task.retries()
        ? "`retry` allows no further attempt"
        : "`retry` does not name such a failure, or the task was being stopped";
  }

  private void endedOfMany(RunEvent.AttemptEnded event) {
    if (event.again()) {
      return;
    }
    results.merge(word(event.outcome()), 1L, Long::sum);
    String name = task.instanceName(event.instance());
    slowest.add(new Slow(name, event.nanos() / 1_000_000));
    if (slowest.size() > SLOWEST) {
      slowest.remove();
    }
    if (event.outcome() instanceof Outcome.Failure && failed.size() < MOST_INSTANCES) {
      failed.add(new Failed(name, event.item(), event.outcome().reason()));
    }
  }

  private void retryPlanned(RunEvent.RetryPlanned event) {
    if (isAsked(event.task(), event.instance()) && !attempts.isEmpty()) {
      Attempt ended = attempts.removeLast();
      attempts.add(
          new Attempt(
              ended.number(),
              ended.afterMillis(),
              ended.millis(),
              ended.outcome(),
              true,
              event.delay().toMillis(),
              null));
    }
  }

  private void outOfDate(RunEvent.OutOfDate event) {
    if (isAsked(event.task(), event.instance())) {
      var told = new Because(event.because().first(), event.because().count(), event.since());
      if (isOne()) {
        because = told;
      } else if (due.size() < MOST_INSTANCES) {
        due.add(new Due(task.instanceName(event.instance()), told));
      }
    }
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> "ok";
      case Outcome.UpToDate _ -> "up to date";
      case Outcome.Cancelled _ -> "cancelled";
      case Outcome.Failure _ -> "failed";
    };
  }

  /** How a task stands, or has ended. */
  String result(int other) {
    TaskStatus status = statuses[other];
    if (status == null) {
      return begun[other] ? "running" : "waiting";
    }
    return upToDate[other] && status instanceof TaskStatus.Succeeded ? "up to date" : status.word();
  }

  /** How the one that is asked for stands, or has ended. */
  String result() {
    if (instance == null) {
      return result(number);
    }
    if (outcome != null && !(isTriedAgain() && statuses[number] == null)) {
      return word(outcome);
    }
    return running ? "running" : statuses[number] == null ? "waiting" : result(number);
  }

  private boolean isTriedAgain() {
    return !attempts.isEmpty() && attempts.getLast().again();
  }

  /** Why; null if nothing is to be said. */
  @Nullable String reason() {
    String ofTask = statuses[number] == null ? null : statuses[number].reason();
    if (isOne() && outcome != null && !outcome.isGood()) {
      return outcome.reason();
    }
    return ofTask;
  }

  /** Why another task has ended as it has; null if nothing is to be said. */
  @Nullable String reason(int other) {
    TaskStatus status = statuses[other];
    String ofStatus = status == null ? null : status.reason();
    return ofStatus != null ? ofStatus : failures[other];
  }

  Outline outline() {
    return outline;
  }

  @Nullable TaskStatus status(int other) {
    return statuses[other];
  }

  /** When a task was over, from the beginning of the run; null if it is not. */
  @Nullable Long endedAfter(int other) {
    return statuses[other] == null ? null : endedAt[other] - begin;
  }

  @Nullable Outcome outcome() {
    return outcome;
  }

  @Nullable String item() {
    return item;
  }

  @Nullable Because because() {
    return because;
  }

  /** Whether an attempt of it was started. */
  boolean hasBegun() {
    return instance == null ? begun[number] && !upToDate[number] : !attempts.isEmpty();
  }

  List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** No more is told: what goes on is lost. */
  void died() {
    if (running) {
      loseLast("lost when the run died", false);
    }
  }

  /** Whether an attempt is under way, or was when the run died. */
  boolean isRunning() {
    return running;
  }

  int lastAttempt() {
    return lastAttempt;
  }

  long millis() {
    return nanos / 1_000_000;
  }

  @Nullable Long count() {
    return count;
  }

  /** When the run has ended, as far as is told, in milliseconds since 1970. */
  long last() {
    return last;
  }

  List<Wait> waits(long until) {
    return waiting.waits(until);
  }

  /** Of a fan-out as a whole; null of anything else. */
  @Nullable Items items() {
    return isOne()
        ? null
        : new Items(
            count,
            results,
            retries,
            slowest.stream().sorted(Comparator.comparingLong(Slow::millis).reversed()).toList(),
            failed,
            due);
  }
}
