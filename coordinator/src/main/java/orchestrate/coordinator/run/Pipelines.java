package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import orchestrate.config.Pipeline;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines of a run. How a task of one has ended is kept from everybody until the last of them
 * has ended: a reader may do well with half of what it should have read. Then all have succeeded,
 * or none has; and whose fault that is, is told of each.
 *
 * <p>A task that ends by itself closes its pipes, and the kernel lets the others know. One that was
 * stopped or lost, or could not begin, is followed by the others: they might wait for ever at a
 * pipe that has no other end.
 */
final class Pipelines {
  /**
   * Ends that are closer together may be noticed in any order. Then the writer is taken for the
   * first: its reader notices its end at once, while of its reader's end it would die by SIGPIPE,
   * which is not bad.
   */
  private static final long SAME_TIME_NANOS = 10_000_000;

  /**
   * How a task has ended.
   *
   * @param at when, by {@link System#nanoTime}
   * @param stopped whether it was told to, because of others
   * @param judged is to be told when it counts
   */
  private record End(long at, Outcome outcome, boolean stopped, Consumer<Outcome> judged) {
    /** Whether that may be the cause of how others ended. */
    boolean isBad() {
      return !stopped && !(outcome instanceof Outcome.Succeeded);
    }
  }

  /** One pipeline, from attempt to attempt. */
  private static final class Running {
    final List<PlannedTask> tasks;

    /** By the number of the task. */
    final Map<Integer, End> ends = new HashMap<>();

    /** Tasks that were told to stop because of others. */
    final Set<Integer> stopped = new HashSet<>();

    Running(List<PlannedTask> tasks) {
      this.tasks = tasks;
    }

    /** The task that was the first to end badly; null if none did. */
    @Nullable PlannedTask culprit() {
      PlannedTask first = null;
      long at = 0;
      for (PlannedTask task : tasks) {
        End end = ends.get(task.number());
        // nanoTime may wrap: only differences compare.
        if (end != null && end.isBad() && (first == null || at - end.at() > SAME_TIME_NANOS)) {
          first = task;
          at = end.at();
        }
      }
      return first;
    }

    Outcome outcomeOf(PlannedTask ended) {
      return requireNonNull(ends.get(ended.number())).outcome();
    }
  }

  private final Map<Integer, Running> byTask = new HashMap<>();
  private final Deque<Running> toStop = new ArrayDeque<>();

  Pipelines(Plan plan) {
    Map<String, PlannedTask> tasks =
        plan.tasks().stream().collect(Collectors.toMap(PlannedTask::name, task -> task));
    for (Pipeline pipeline : plan.job().pipelines()) {
      var running = new Running(pipeline.tasks().stream().map(tasks::get).toList());
      running.tasks.forEach(task -> byTask.put(task.number(), running));
    }
  }

  /** Whether the task is in a pipeline. */
  boolean have(int task) {
    return !byTask.isEmpty() && byTask.containsKey(task);
  }

  /**
   * An attempt of a task has ended.
   *
   * @param at when, by {@link System#nanoTime}
   * @param judged is given the outcome that counts, as soon as all others of its pipeline have
   *     ended; at once if it is in none
   */
  void ended(int task, long at, Outcome outcome, Consumer<Outcome> judged) {
    Running pipeline = byTask.get(task);
    if (pipeline == null) {
      judged.accept(outcome);
      return;
    }
    pipeline.ends.put(task, new End(at, outcome, pipeline.stopped.contains(task), judged));
    if (pipeline.ends.size() == pipeline.tasks.size()) {
      judge(pipeline);
    } else if (!isByItself(outcome)) {
      toStop.add(pipeline);
    }
  }

  /** Whether the task has had its pipes, and closed them because it was done. */
  private static boolean isByItself(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded s -> true;
      case Outcome.UpToDate u -> true;
      case Outcome.Failed f -> true;
      case Outcome.Exited e -> true;
      case Outcome.Crashed c -> true;
      case Outcome.PipelineFailed p -> true;
      case Outcome.Cancelled c -> false;
      case Outcome.TimedOut t -> false;
      case Outcome.FailedToStart f -> false;
      case Outcome.WorkerLost w -> false;
      case Outcome.OutOfMemory m -> false;
      case Outcome.NotReady n -> false;
    };
  }

  /** Whether {@link #stopOthers} would do something. */
  boolean areToBeStopped() {
    return !toStop.isEmpty();
  }

  /**
   * Stops what still runs of pipelines that can't go on.
   *
   * @param stop stops an attempt of a task, for a reason
   */
  void stopOthers(ObjIntConsumer<String> stop) {
    for (Running next = toStop.poll(); next != null; next = toStop.poll()) {
      stopRest(next, stop);
    }
  }

  private static void stopRest(Running pipeline, ObjIntConsumer<String> stop) {
    PlannedTask culprit = pipeline.culprit();
    if (culprit == null) {
      return; // All have ended meanwhile.
    }
    String reason = because(culprit, pipeline.outcomeOf(culprit));
    List<Integer> left =
        pipeline.tasks.stream()
            .map(PlannedTask::number)
            .filter(task -> !pipeline.ends.containsKey(task))
            .toList();
    pipeline.stopped.addAll(left);
    left.forEach(task -> stop.accept(reason, task));
  }

  /** What had ended of this is cancelled, too: that it went well does not count any more. */
  void cancel(Target target, String reason) {
    for (Running pipeline : new HashSet<>(byTask.values())) {
      List<Integer> well = new ArrayList<>();
      pipeline.ends.forEach(
          (task, end) -> {
            if (target.covers(task, 0) && end.outcome() instanceof Outcome.Succeeded) {
              well.add(task);
            }
          });
      for (int task : well) {
        End end = requireNonNull(pipeline.ends.remove(task));
        ended(task, System.nanoTime(), new Outcome.Cancelled(reason), end.judged());
      }
    }
  }

  /**
   * Whether the attempt of a task can't begin once more because others have read or written their
   * part already.
   */
  boolean areSpent(int task) {
    Running pipeline = byTask.get(task);
    return pipeline != null && !pipeline.ends.isEmpty();
  }

  private static void judge(Running pipeline) {
    PlannedTask culprit = pipeline.culprit();
    var verdicts = new ArrayList<Runnable>();
    for (PlannedTask task : pipeline.tasks) {
      End end = requireNonNull(pipeline.ends.get(task.number()));
      Outcome outcome =
          culprit == null || culprit.number() == task.number()
              ? end.outcome()
              : with(culprit, pipeline.outcomeOf(culprit), end);
      verdicts.add(() -> end.judged().accept(outcome));
    }
    pipeline.ends.clear();
    pipeline.stopped.clear();
    verdicts.forEach(Runnable::run);
  }

  /** What the end of a task is, given that another was the first that did not do well. */
  private static Outcome with(PlannedTask culprit, Outcome first, End end) {
    if (end.outcome() instanceof Outcome.Cancelled && !end.stopped()) {
      return end.outcome();
    }
    String because = because(culprit, first);
    if (!(first instanceof Outcome.Failure cause)) {
      return new Outcome.Cancelled(because);
    }
    boolean failedToo = end.outcome() instanceof Outcome.Failure && !end.stopped();
    return new Outcome.PipelineFailed(
        failedToo ? end.outcome().reason() + "; before that " + because : because, cause);
  }

  private static String because(PlannedTask culprit, Outcome outcome) {
    return outcome instanceof Outcome.Cancelled
        ? "stopped because %s was %s".formatted(culprit.name(), outcome.reason())
        : "the pipeline failed: %s: %s".formatted(culprit.name(), outcome.reason());
  }
}
