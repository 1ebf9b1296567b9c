package orchestrate.coordinator.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Target;
import org.jspecify.annotations.Nullable;

/**
 * A journal names tasks by their numbers, and a changed job file may number them anew: this has the
 * events of a journal speak of the tasks of a plan that have the same names.
 */
public final class Renumbering {
  private static final int NONE = -1;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Integer> forgotten;
  private List<String> tasks = List.of();

  /**
   * @param forgotten names of tasks that were, or are to be, begun anew, and how often: nothing is
   *     to be known of them from before the last time
   */
  Renumbering(Plan plan, Map<String, Integer> forgotten) {
    this(plan.tasks().stream().map(PlannedTask::name).toList(), forgotten);
  }

  /**
   * For whom nothing is forgotten.
   *
   * @param names of the tasks, by the numbers that they are to have
   */
  public Renumbering(List<String> names) {
    this(names, Map.of());
  }

  private Renumbering(List<String> names, Map<String, Integer> forgotten) {
    this.forgotten = new HashMap<>(forgotten);
    names.forEach(name -> numbers.put(name, numbers.size()));
  }

  /** Here these tasks were begun anew. */
  void anew(List<String> names) {
    names.forEach(
        name -> forgotten.computeIfPresent(name, (_, left) -> left > 1 ? left - 1 : null));
  }

  /** The events that follow are of a plan with these tasks. */
  public void from(List<String> names) {
    tasks = names;
  }

  /** Those of the plan that the events are of. */
  List<String> tasks() {
    return tasks;
  }

  /** The event as it is in the plan; null if it is about a task that is not there, or forgotten. */
  public @Nullable RunEvent of(RunEvent event) {
    int then = taskOf(event);
    if (then == NONE) {
      return event;
    }
    int now = then < tasks.size() ? number(tasks.get(then)) : NONE;
    return now == NONE ? null : now == then ? event : about(now, event);
  }

  private int number(String task) {
    return forgotten.containsKey(task) ? NONE : numbers.getOrDefault(task, NONE);
  }

  private static int taskOf(RunEvent event) {
    return switch (event) {
      case RunEvent.AttemptStarted e -> e.task();
      case RunEvent.AttemptEnded e -> e.task();
      case RunEvent.TaskActivated e -> e.task();
      case RunEvent.TaskEnded e -> e.task();
      case RunEvent.RetryPlanned e -> e.task();
      case RunEvent.ItemsFound e -> e.task();
      case RunEvent.OutOfDate e -> e.task();
      case RunEvent.AttemptBegunAgain e -> e.task();
      case RunEvent.Warned e -> e.task();
      case RunEvent.SubtaskEnded e -> e.task();
      case RunEvent.SubtasksDone e -> e.task();
      case RunEvent.ServiceReady e -> e.task();
      case RunEvent.ArtifactsKept e -> e.task();
      case RunEvent.CancelRequested e -> e.target().isRun() ? NONE : e.target().task();
      case RunEvent.RunStarted _,
          RunEvent.RunResumed _,
          RunEvent.JobChanged _,
          RunEvent.FailuresForgotten _,
          RunEvent.TurnCame _,
          RunEvent.EventSet _,
          RunEvent.WorkerRecycled _,
          RunEvent.Paused _,
          RunEvent.Unpaused _,
          RunEvent.Restricted _,
          RunEvent.RunEnded _ ->
          NONE;
    };
  }

  /** The same of another task. */
  private static RunEvent about(int task, RunEvent event) {
    return switch (event) {
      case RunEvent.AttemptStarted(long at, int _, long instance, int attempt) ->
          new RunEvent.AttemptStarted(at, task, instance, attempt);
      case RunEvent.AttemptEnded e ->
          new RunEvent.AttemptEnded(
              e.at(),
              task,
              e.instance(),
              e.attempt(),
              e.nanos(),
              e.use(),
              e.outcome(),
              e.again(),
              e.item(),
              e.ran());
      case RunEvent.TaskActivated(long at, int _, long count) ->
          new RunEvent.TaskActivated(at, task, count);
      case RunEvent.TaskEnded(long at, int _, var status) ->
          new RunEvent.TaskEnded(at, task, status);
      case RunEvent.RetryPlanned(long at, int _, long instance, int attempt, var delay) ->
          new RunEvent.RetryPlanned(at, task, instance, attempt, delay);
      case RunEvent.ItemsFound(long at, int _, String hash) ->
          new RunEvent.ItemsFound(at, task, hash);
      case RunEvent.OutOfDate(long at, int _, long instance, var because, String since) ->
          new RunEvent.OutOfDate(at, task, instance, because, since);
      case RunEvent.AttemptBegunAgain(long at, int _, long instance, int attempt, String reason) ->
          new RunEvent.AttemptBegunAgain(at, task, instance, attempt, reason);
      case RunEvent.Warned(long at, int _, long instance, int attempt, int warnings) ->
          new RunEvent.Warned(at, task, instance, attempt, warnings);
      case RunEvent.SubtaskEnded e ->
          new RunEvent.SubtaskEnded(
              e.at(),
              task,
              e.instance(),
              e.what(),
              e.attempt(),
              e.nanos(),
              e.use(),
              e.outcome(),
              e.again(),
              e.ran());
      case RunEvent.SubtasksDone(long at, int _, long instance, int attempt, long count) ->
          new RunEvent.SubtasksDone(at, task, instance, attempt, count);
      case RunEvent.ServiceReady(long at, int _, int attempt, long nanos) ->
          new RunEvent.ServiceReady(at, task, attempt, nanos);
      case RunEvent.ArtifactsKept e ->
          new RunEvent.ArtifactsKept(
              e.at(), task, e.instance(), e.attempt(), e.files(), e.bytes(), e.trouble());
      case RunEvent.CancelRequested(long at, Target target, String reason) ->
          new RunEvent.CancelRequested(at, new Target(task, target.instance()), reason);
      case RunEvent.RunStarted _,
          RunEvent.RunResumed _,
          RunEvent.JobChanged _,
          RunEvent.FailuresForgotten _,
          RunEvent.TurnCame _,
          RunEvent.EventSet _,
          RunEvent.WorkerRecycled _,
          RunEvent.Paused _,
          RunEvent.Unpaused _,
          RunEvent.Restricted _,
          RunEvent.RunEnded _ ->
          event;
    };
  }
}
