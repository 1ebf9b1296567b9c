package orchestrate.coordinator.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.schedule.TaskStatus;
import org.jspecify.annotations.Nullable;

/** How far a run is, added up from its events. Not thread-safe. */
public final class RunTally implements Consumer<RunEvent> {
  private static final Set<String> CUT_SHORT =
      Set.of(new TaskStatus.Cancelled("").word(), new TaskStatus.Skipped("").word());

  private List<Task> tasks;

  /** When each attempt began that has not ended, in the order of that. */
  private final Map<Running, Long> running = new LinkedHashMap<>();

  private @Nullable String pausedBy;
  private @Nullable String stopReason;
  private boolean over;

  /** Of a run that had these tasks when it first began, before anything has happened. */
  public RunTally(List<Beginning.Task> tasks) {
    this.tasks = tasks.stream().map(Task::new).toList();
  }

  /** An attempt that has begun and not ended; it may wait for a free lane still. */
  private record Running(int task, long instance, int attempt) {}

  /** How far a task is. */
  public static final class Task {
    private final Beginning.Task task;
    private long instances = 1;
    private boolean begun;
    private long good;
    private long bad;
    private @Nullable String ending;

    private Task(Beginning.Task task) {
      this.task = task;
    }

    public String name() {
      return task.name();
    }

    public boolean isFanOut() {
      return task.fanOut();
    }

    /** Whether it is known how many instances it has. */
    public boolean hasBegun() {
      return begun;
    }

    /** How many instances it has; 1 as long as that is not known. */
    public long instances() {
      return instances;
    }

    /** How many instances went well. */
    public long good() {
      return good;
    }

    /** How many instances did not, and are not tried again. */
    public long bad() {
      return bad;
    }

    /** How it ended, a word; null as long as it has not. */
    public @Nullable String ending() {
      return ending;
    }
  }

  @Override
  public void accept(RunEvent event) {
    switch (event) {
      case RunEvent.TaskActivated e -> {
        tasks.get(e.task()).instances = e.count();
        tasks.get(e.task()).begun = true;
      }
      case RunEvent.AttemptStarted e ->
          running.put(new Running(e.task(), e.instance(), e.attempt()), e.at());
      case RunEvent.AttemptEnded e -> ended(tasks.get(e.task()), e);
      case RunEvent.TaskEnded e -> tasks.get(e.task()).ending = e.status().word();
      case RunEvent.Paused e -> pausedBy = e.by();
      case RunEvent.Unpaused _ -> pausedBy = null;
      case RunEvent.RunEnded _ -> over = true;
      case RunEvent.CancelRequested e -> {
        if (e.target().isRun() && stopReason == null) {
          stopReason = e.reason();
        }
      }
      case RunEvent.RunResumed _ -> resumed();
      case RunEvent.JobChanged e -> renumber(e);
      case RunEvent.FailuresForgotten _ -> forgetFailures();
      case RunEvent.RunStarted _,
          RunEvent.ItemsFound _,
          RunEvent.TurnCame _,
          RunEvent.RetryPlanned _,
          RunEvent.AttemptBegunAgain _,
          RunEvent.Warned _,
          RunEvent.ServiceReady _,
          RunEvent.OutOfDate _,
          RunEvent.ArtifactsKept _,
          RunEvent.Restricted _,
          RunEvent.WorkerRecycled _,
          RunEvent.SubtaskEnded _,
          RunEvent.SubtasksDone _,
          RunEvent.EventSet _ -> {}
    }
  }

  /** What ran is lost; what was cut short with the run, or for want of it, has not ended. */
  private void resumed() {
    running.clear();
    pausedBy = null;
    stopReason = null;
    over = false;
    for (Task task : tasks) {
      if (CUT_SHORT.contains(task.ending)) {
        task.ending = null;
      }
    }
  }

  private void forgetFailures() {
    for (Task task : tasks) {
      if (task.bad > 0) {
        task.bad = 0;
        task.ending = null;
      }
    }
  }

  private void renumber(RunEvent.JobChanged event) {
    Map<String, Task> before =
        tasks.stream().collect(Collectors.toMap(Task::name, Function.identity()));
    event.anew().forEach(before::remove);
    tasks =
        event.tasks().stream()
            .map(name -> before.getOrDefault(name, new Task(new Beginning.Task(name, false))))
            .toList();
  }

  private void ended(Task task, RunEvent.AttemptEnded event) {
    running.remove(new Running(event.task(), event.instance(), event.attempt()));
    if (event.outcome().isGood()) {
      task.good++;
    } else if (!event.again()) {
      task.bad++;
    }
  }

  /** All of them, in the order of the plan. */
  public Stream<Task> tasks() {
    return tasks.stream();
  }

  /** Passes on what runs, by name, and since when, in milliseconds since 1970; the oldest first. */
  public void running(ObjLongConsumer<String> to) {
    running.forEach(
        (attempt, since) -> {
          Task task = tasks.get(attempt.task());
          to.accept(
              task.isFanOut() ? "%s[%d]".formatted(task.name(), attempt.instance()) : task.name(),
              since);
        });
  }

  /** How many attempts run, or wait for a free lane. */
  public int runningCount() {
    return running.size();
  }

  /** How many instances have ended, in whatever way. */
  public long instancesEnded() {
    return tasks().mapToLong(task -> task.good + task.bad).sum();
  }

  /** How many tasks have ended, in whatever way. */
  public long ended() {
    return tasks().filter(task -> task.ending != null).count();
  }

  /** Whether the run has ended. */
  public boolean isOver() {
    return over;
  }

  /** Why it is being stopped; null if it isn't. */
  public @Nullable String stopReason() {
    return stopReason;
  }

  /** Who has paused it, and how; null if nobody has. */
  public @Nullable String pausedBy() {
    return pausedBy;
  }
}
