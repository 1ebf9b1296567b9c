package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orchestrate.config.ForEach;
import orchestrate.config.expression.EvaluationException;
import orchestrate.coordinator.describe.JobChange;
import orchestrate.coordinator.describe.JobRecord;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.worker.protocol.Run;
import org.jspecify.annotations.Nullable;

/**
 * Adds to what is told again of a run what its journal does not keep: what workers were told, and
 * with it the items. It is worked out again from the job file, the outputs of tasks, and where
 * items come from; what of these is not as it was then is not used, and the words stay unknown.
 */
final class RetoldWords implements Consumer<RunEvent> {
  private final Plan plan;
  private final Set<String> unchanged;
  private final Consumer<RunEvent> to;
  private final Assignments assignments = new Assignments();
  private final OutputValues outputs;
  private final Map<Integer, String> hashes = new HashMap<>();
  private final Map<Integer, Long> counts = new HashMap<>();
  private final Map<Integer, Items> items = new HashMap<>();

  /** Tasks whose items are not those any more. */
  private final Set<Integer> lost = new HashSet<>();

  /**
   * @param unchanged names of the tasks that are what they were
   */
  RetoldWords(Plan plan, Set<String> unchanged, Consumer<RunEvent> to) {
    this.plan = plan;
    this.unchanged = unchanged;
    this.to = to;
    this.outputs = new OutputValues(plan);
  }

  /** Names of the tasks that are what they were when the run was taken up last. */
  static Set<String> unchangedTasks(RunFolder folder, Plan plan) throws IOException {
    var unchanged = new HashSet<String>();
    plan.tasks().forEach(task -> unchanged.add(task.name()));
    try {
      for (JobChange change : JobRecord.changesSince(folder.path(), plan)) {
        if (change.task() == null) {
          return Set.of(); // All tasks may use its params.
        }
        unchanged.remove(change.task());
      }
      return unchanged;
    } catch (NoSuchFileException e) {
      return Set.of();
    }
  }

  @Override
  public void accept(RunEvent event) {
    switch (event) {
      case RunEvent.ItemsFound e -> {
        hashes.put(e.task(), e.hash());
        to.accept(e);
      }
      case RunEvent.TaskActivated e -> {
        counts.put(e.task(), e.count());
        to.accept(e);
      }
      case RunEvent.AttemptEnded e -> {
        to.accept(withWords(e));
        outputs.put(plan.task(e.task()), e.instance(), e.outcome());
      }
      case RunEvent.ServiceReady e -> {
        outputs.ready(plan.task(e.task()).name());
        to.accept(e);
      }
      case RunEvent.TaskEnded e -> {
        items.remove(e.task());
        outputs.ended(plan.task(e.task()).name(), e.status());
        to.accept(e);
      }
      default -> to.accept(event);
    }
  }

  private RunEvent.AttemptEnded withWords(RunEvent.AttemptEnded event) {
    PlannedTask task = plan.task(event.task());
    if (event.attempt() == 0 || !unchanged.contains(task.name())) {
      return event;
    }
    Run words = words(task, event.instance(), event.attempt());
    Ran ran = event.ran();
    if (ran == null) { // It was lost with a process of the run, and nobody knows where it was.
      ran = new Ran(null, 0, 0, TimeUnit.MILLISECONDS.toNanos(event.at()), 0);
    }
    return new RunEvent.AttemptEnded(
        event.at(),
        event.task(),
        event.instance(),
        event.attempt(),
        event.nanos(),
        event.use(),
        event.outcome(),
        event.again(),
        event.item(),
        new Ran(words, ran.worker(), ran.lane(), ran.endedNanos(), ran.signal()));
  }

  private @Nullable Run words(PlannedTask task, long instance, int attempt) {
    try {
      Items all = items(task);
      if (task.isFanOut() && all == null) {
        return null;
      }
      String item = all == null ? null : all.get(instance);
      var names = new InstanceNames(outputs, all, instance);
      return assignments.of(task, instance, attempt, item, names).run();
    } catch (EvaluationException e) {
      return null; // It asks for what somebody gave who is not told of.
    }
  }

  /** Those of a fan-out; null if it is none, or if they can't be found again as they were. */
  private @Nullable Items items(PlannedTask task) {
    ForEach forEach = task.spec().forEach();
    int number = task.number();
    if (forEach == null || lost.contains(number)) {
      return null;
    }
    Items known = items.get(number);
    if (known == null) {
      known = find(task, forEach);
      if (known == null) {
        lost.add(number);
      } else {
        items.put(number, known);
      }
    }
    return known;
  }

  private @Nullable Items find(PlannedTask task, ForEach forEach) {
    try {
      var names = new InstanceNames(outputs, null, PlannedTask.WHOLE);
      Items now = Items.of(forEach, names, plan.job().directory());
      String hash = hashes.get(task.number());
      boolean same =
          now.count() == counts.getOrDefault(task.number(), -1L)
              && (hash == null || hash.equals(FanOuts.hash(forEach, now)));
      return same ? now : null;
    } catch (IOException | EvaluationException e) {
      return null; // Where they came from is not there any more, as a file of another task's.
    }
  }
}
