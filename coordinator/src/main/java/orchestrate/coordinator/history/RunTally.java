package orchestrate.coordinator.history;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.schedule.Outcome;
import org.jspecify.annotations.Nullable;

/** How far a run is, added up from its events. Not thread-safe. */
public final class RunTally implements Consumer<RunEvent> {
  private final List<Task> tasks;
  private @Nullable String pausedBy;

  /** Of a run that began like this, before anything has happened. */
  public RunTally(Beginning beginning) {
    this.tasks = beginning.tasks().stream().map(Task::new).toList();
  }

  /** How far a task is. */
  public static final class Task {
    private final Beginning.Task task;
    private long instances = 1;
    private long underWay;
    private long good;
    private long bad;
    private @Nullable String ending;

    private Task(Beginning.Task task) {
      this.task = task;
    }

    public String name() {
      return task.name();
    }

    /** How many instances it has; 1 as long as that is not known. */
    public long instances() {
      return instances;
    }

    /** How many attempts have begun and not ended. */
    public long underWay() {
      return underWay;
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
      case RunEvent.TaskActivated e -> tasks.get(e.task()).instances = e.count();
      case RunEvent.AttemptStarted e -> tasks.get(e.task()).underWay++;
      case RunEvent.AttemptEnded e -> ended(tasks.get(e.task()), e);
      case RunEvent.TaskEnded e -> tasks.get(e.task()).ending = e.status().word();
      case RunEvent.Paused e -> pausedBy = e.by();
      case RunEvent.Unpaused _ -> pausedBy = null;
      case RunEvent.RunStarted _,
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
          RunEvent.EventSet _,
          RunEvent.CancelRequested _,
          RunEvent.RunEnded _ -> {}
    }
  }

  /** What was never started, or is up to date, has attempt 0. */
  private static void ended(Task task, RunEvent.AttemptEnded event) {
    if (event.attempt() > 0 && !(event.outcome() instanceof Outcome.FailedToStart)) {
      task.underWay = Math.max(0, task.underWay - 1);
    }
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

  /** How many tasks have ended, in whatever way. */
  public long ended() {
    return tasks().filter(task -> task.ending != null).count();
  }

  /** Who has paused it, and how; null if nobody has. */
  public @Nullable String pausedBy() {
    return pausedBy;
  }
}
