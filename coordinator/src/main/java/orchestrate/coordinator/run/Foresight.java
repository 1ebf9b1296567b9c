package orchestrate.coordinator.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.Explanation;
import orchestrate.config.ForEach;
import orchestrate.config.expression.EvaluationException;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.fresh.Begun;
import orchestrate.coordinator.fresh.Inspector;
import orchestrate.coordinator.fresh.MissingInputException;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.fresh.Work;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.Run;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a run would find up to date, with the eyes of {@link Freshness}, and changes nothing.
 * What comes after a task that would run can't be told: that may change any file. Not thread-safe.
 */
public final class Foresight {
  /** Who asks what would be run does not want to wait for a million files. */
  private static final long MOST_ITEMS = 10_000;

  private final Plan plan;
  private final Inspector inspector;
  private final OutputValues outputs;
  private final Assignments assignments = new Assignments();

  /** By task, those that have to be run before it is known what is there after it. */
  private final Map<String, List<String>> unsettledBy = new HashMap<>();

  public Foresight(Plan plan) {
    this.plan = plan;
    this.outputs = new OutputValues(plan);
    this.inspector =
        Inspector.onlooker(
            new JobFiles(plan.job().directory()), RunFolder.cacheOf(plan.job().directory()));
  }

  /**
   * Looks at a task.
   *
   * @param before the names of those that come before it, all of which were looked at
   * @return null if there is nothing to find out: it is left out, or is run each time
   */
  public @Nullable Prospect of(PlannedTask task, List<String> before) {
    List<String> open =
        before.stream()
            .flatMap(name -> unsettledBy.getOrDefault(name, List.of()).stream())
            .distinct()
            .toList();
    Prospect prospect = null;
    if (task.leftOut() != null) {
      outputs.ended(task.name(), new TaskStatus.Declined(task.leftOut()));
    } else if (Freshness.concerns(task)) {
      prospect = open.isEmpty() ? look(task) : new Prospect.Unknown(open);
    }
    boolean settled = task.leftOut() != null || prospect instanceof Prospect.UpToDate;
    unsettledBy.put(task.name(), settled ? open : List.of(task.name()));
    return prospect;
  }

  private Prospect look(PlannedTask task) {
    try {
      ForEach forEach = task.spec().forEach();
      Prospect prospect;
      if (forEach == null) {
        prospect = lookAt(task, null, 0);
      } else {
        var names = new InstanceNames(outputs, null, PlannedTask.WHOLE);
        prospect = lookAtAll(task, Items.of(forEach, names, plan.job().directory()));
      }
      outputs.ended(task.name(), new TaskStatus.Succeeded()); // Who asks comes after it.
      return prospect;
    } catch (MissingInputException e) {
      return new Prospect.Fails(String.valueOf(e.getMessage()));
    } catch (IOException | EvaluationException | IllegalArgumentException e) {
      return new Prospect.Fails(Explanation.of(e));
    }
  }

  private Prospect lookAtAll(PlannedTask task, Items items)
      throws IOException, MissingInputException {
    if (items.count() > MOST_ITEMS) {
      return new Prospect.TooMany(items.count());
    }
    long due = 0;
    long putBack = 0;
    String first = null;
    Reasons because = null;
    String newest = null;
    for (long instance = 0; instance < items.count(); instance++) {
      Reasons reasons = null;
      switch (lookAt(task, items, instance)) {
        case Prospect.UpToDate(String since) ->
            newest = newest == null || newest.compareTo(String.valueOf(since)) < 0 ? since : newest;
        case Prospect.Due(Reasons all, _) -> {
          due++;
          reasons = all;
        }
        case Prospect.PutBack(Reasons all) -> {
          putBack++;
          reasons = all;
        }
        case Prospect.PartlyDue _, Prospect.Unknown _, Prospect.TooMany _, Prospect.Fails _ ->
            throw new IllegalStateException("an instance is not several");
      }
      if (because == null && reasons != null) {
        because = reasons;
        first = task.instanceName(instance);
      }
    }
    return because == null || first == null
        ? new Prospect.UpToDate(newest)
        : new Prospect.PartlyDue(due, putBack, items.count(), first, because);
  }

  /**
   * One instance.
   *
   * @param items null if the task has none
   */
  private Prospect lookAt(PlannedTask task, @Nullable Items items, long instance)
      throws IOException, MissingInputException {
    var names = new InstanceNames(outputs, items, instance);
    String item = items == null ? null : items.get(instance);
    Run run = assignments.of(task, instance, 1, item, names).run();
    Work work = Works.of(plan.job(), task, run, names);
    if (!inspector.knows(work)) {
      return new Prospect.Due(Reasons.NEVER_SUCCEEDED, null);
    }
    Begun begun = inspector.begin(work);
    Reasons because = inspector.whyDue(begun);
    if (because != null) {
      return inspector.couldRestore(begun)
          ? new Prospect.PutBack(because)
          : new Prospect.Due(because, begun.lastRun());
    }
    outputs.put(task, instance, begun.values());
    return new Prospect.UpToDate(begun.lastRun());
  }
}
