package orchestrate.coordinator.live;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import orchestrate.coordinator.history.EarlierTimes;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.live.Snapshot.Estimate;
import orchestrate.coordinator.live.Snapshot.Group;
import orchestrate.coordinator.live.Snapshot.Lack;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.report.TaskSummary;
import orchestrate.coordinator.schedule.TaskProgress;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.Run;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an eye on a run for {@link Snapshot}s of it. What happens to each instance costs it next to
 * nothing; a snapshot costs time in proportion to the tasks that are active and the attempts that
 * run.
 *
 * <p>Belongs to the run's thread.
 */
final class Watch implements Consumer<RunEvent> {
  private static final int MOST_RUNNING = 10;
  private static final int MOST_SLOWEST = 3;
  private static final int MOST_GROUPS = 20;

  /** An estimate looks at all tasks of the plan. */
  private static final long ESTIMATE_EVERY_MILLIS = 1_000;

  private final RunSummary summary;
  private final Plan plan;
  private final Remaining remaining;
  private final Slowest slowest = new Slowest(MOST_SLOWEST);
  private final Map<String, Tagged> tags = new LinkedHashMap<>();
  private final BitSet active = new BitSet();
  private int ended;
  private @Nullable Estimate left;
  private long leftAt;

  /** The tasks with a tag in common that run once. */
  private static final class Tagged {
    final BitSet tasks = new BitSet();
    int ended;
    int failed;
  }

  /**
   * @param summary that has been told of each event before this
   */
  Watch(Plan plan, RunSummary summary) {
    this.plan = plan;
    this.summary = summary;
    this.remaining = new Remaining(plan);
    for (PlannedTask task : plan.tasks()) {
      if (!task.isFanOut() && task.leftOut() == null) {
        task.spec()
            .tags()
            .forEach(tag -> tags.computeIfAbsent(tag, t -> new Tagged()).tasks.set(task.number()));
      }
    }
  }

  @Override
  public void accept(RunEvent event) {
    switch (event) {
      case RunEvent.TaskActivated e -> active.set(e.task());
      case RunEvent.AttemptStarted e -> active.set(e.task());
      case RunEvent.AttemptEnded e -> {
        PlannedTask task = plan.task(e.task());
        if (e.attempt() > 0 && !task.spec().isService()) {
          slowest.add(e.nanos(), () -> task.instanceName(e.instance()));
        }
      }
      case RunEvent.TaskEnded e -> taskEnded(e);
      case RunEvent.RunStarted _,
          RunEvent.RetryPlanned _,
          RunEvent.EventSet _,
          RunEvent.AttemptBegunAgain _,
          RunEvent.Warned _,
          RunEvent.ServiceReady _,
          RunEvent.OutOfDate _,
          RunEvent.RunResumed _,
          RunEvent.JobChanged _,
          RunEvent.FailuresForgotten _,
          RunEvent.ItemsFound _,
          RunEvent.TurnCame _,
          RunEvent.ArtifactsKept _,
          RunEvent.Paused _,
          RunEvent.Unpaused _,
          RunEvent.Restricted _,
          RunEvent.WorkerRecycled _,
          RunEvent.SubtaskEnded _,
          RunEvent.SubtasksDone _,
          RunEvent.CancelRequested _,
          RunEvent.RunEnded _ -> {}
    }
  }

  private void taskEnded(RunEvent.TaskEnded event) {
    active.clear(event.task());
    ended++;
    for (String tag : plan.task(event.task()).spec().tags()) {
      Tagged tagged = tags.get(tag);
      if (tagged != null && tagged.tasks.get(event.task())) {
        tagged.ended++;
        tagged.failed += event.status() instanceof TaskStatus.Failed ? 1 : 0;
      }
    }
  }

  /** Whether the run is as old as that. */
  boolean hasRunFor(long millis, long now) {
    return now - summary.startedAt() >= millis;
  }

  /** What tasks have taken in an earlier run. */
  void learn(Map<String, EarlierTimes.Task> times) {
    remaining.learn(times);
  }

  /**
   * How things stand.
   *
   * @param now by the clock of the run's events
   * @param attempts that were given to workers and have not ended
   * @param lacking the tasks that wait for permits, by whose
   */
  Snapshot snapshot(long now, List<Attempt> attempts, Map<String, List<TaskProgress>> lacking) {
    if (leftAt == 0 || now - leftAt >= ESTIMATE_EVERY_MILLIS) {
      left = remaining.ofRun(summary.tasks(), now);
      leftAt = now;
    }
    var longest = new Slowest(MOST_RUNNING);
    long running = 0;
    for (Attempt attempt : attempts) {
      long nanos = attempt.runningFor().toNanos();
      if (nanos > 0) {
        running++;
        longest.add(nanos, () -> nameOf(attempt.run()));
      }
    }
    return new Snapshot(
        summary.job(),
        now - summary.startedAt(),
        summary.stopReason(),
        ended,
        plan.tasks().size(),
        summary.failureCount(),
        left == null
            ? null
            : new Estimate(Math.max(0, left.millis() - (now - leftAt)), left.atLeast()),
        groups(now),
        longest.list(),
        running,
        slowest.list(),
        lacking.entrySet().stream().map(this::lack).toList());
  }

  /** The item may be as long as a file: then its beginning is all that could be shown. */
  private static String nameOf(Run run) {
    String item = run.item();
    if (item == null || item.length() <= Frame.LONGEST_NAME) {
      return run.describe();
    }
    String begin = item.substring(0, Frame.LONGEST_NAME);
    return new Run(
            run.task(), run.instance(), run.attempt(), begin, Map.of(), List.of(), run.subtask())
        .describe();
  }

  private List<Group> groups(long now) {
    var groups = new ArrayList<Group>();
    for (int number = active.nextSetBit(0);
        number >= 0 && groups.size() < MOST_GROUPS;
        number = active.nextSetBit(number + 1)) {
      TaskSummary task = summary.tasks().get(number);
      if (task.task().isFanOut()) {
        groups.add(
            new Group(
                task.task().name(),
                task.done(),
                task.count(),
                task.failed(),
                remaining.ofFanOut(task, now)));
      }
    }
    tags.forEach(
        (tag, tagged) -> {
          boolean begun = tagged.ended > 0 || tagged.tasks.intersects(active);
          int count = tagged.tasks.cardinality();
          if (begun && count > 1 && tagged.ended < count && groups.size() < MOST_GROUPS) {
            groups.add(new Group(tag, tagged.ended, count, tagged.failed, null));
          }
        });
    return groups;
  }

  private Lack lack(Map.Entry<String, List<TaskProgress>> lacking) {
    String name = lacking.getKey();
    String kind = plan.job().locks().contains(name) ? "lock" : "semaphore";
    return new Lack(
        kind + " " + name, lacking.getValue().stream().map(task -> task.task().name()).toList());
  }
}
