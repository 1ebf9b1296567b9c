package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import orchestrate.config.Explanation;
import orchestrate.config.ForEach;
import orchestrate.config.expression.EvaluationException;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.Recorded;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.journal.Segment;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.TaskProgress;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.ipc.os.OwnerOnly;
import org.jspecify.annotations.Nullable;

/**
 * A run that is to go on after its process has ended: what its journal has of it, for the plan that
 * its job file makes now. Nobody else may write to the run meanwhile: {@link RunLock}.
 *
 * <p>It is looked at as a whole before anything is done: whether it can go on. Then it is told.
 */
public final class Resumption implements RunOrigin {
  private final RunFolder folder;
  private final Plan plan;
  private final List<String> firstTasks;
  private final Set<String> anew;
  private final boolean oldFailures;
  private Forgotten forgotten;
  private Recorded recorded = new Recorded(0, 0, false, null);
  private Recollection seen;
  private final Map<Integer, Items> items = new HashMap<>();
  private final Map<String, String> changedItems = new LinkedHashMap<>();

  private Resumption(
      RunFolder folder, Plan plan, List<String> firstTasks, Set<String> anew, boolean oldFailures) {
    this.folder = folder;
    this.plan = plan;
    this.firstTasks = firstTasks;
    this.anew = Set.copyOf(anew);
    this.oldFailures = oldFailures;
    this.forgotten = new Forgotten(Map.of(), 0).and(anew, oldFailures);
    this.seen = recollection(_ -> {});
  }

  /**
   * Looks at it.
   *
   * @param anew names of tasks of which nothing counts that has happened
   * @param oldFailures whether to try once more what had failed, or was cancelled
   * @throws IOException if the journal can't be read at all
   */
  public static Resumption of(RunFolder folder, Plan plan, Set<String> anew, boolean oldFailures)
      throws IOException {
    List<String> firstTasks = Beginning.readFirst(folder.path()).taskNames();
    var resumption = new Resumption(folder, plan, firstTasks, anew, oldFailures);
    resumption.look();
    resumption.findItems();
    return resumption;
  }

  /** What was forgotten at some time is known only at the end; then it is looked at once more. */
  private void look() throws IOException {
    Forgotten before;
    do {
      before = forgotten;
      seen = recollection(_ -> {});
      recorded = JournalReader.read(folder.path(), seen);
      seen.end();
      forgotten = seen.forgotten().and(anew, oldFailures);
    } while (!forgotten.equals(before));
  }

  private Recollection recollection(Consumer<RunEvent> tell) {
    return new Recollection(plan, folder.id(), firstTasks, forgotten, tell);
  }

  /** The items of what is under way are looked up again: nobody has kept them. */
  private void findItems() {
    for (TaskProgress progress : seen.scheduler().progress()) {
      PlannedTask task = progress.task();
      ForEach forEach = task.spec().forEach();
      if (forEach != null && progress.status() instanceof TaskStatus.Active) {
        String change = findItems(task, forEach);
        if (change != null) {
          changedItems.put(task.name(), change);
        }
      }
    }
  }

  /** Returns what is another; null if all is as it was. */
  private @Nullable String findItems(PlannedTask task, ForEach forEach) {
    long count = seen.countOf(task.number());
    String hash = seen.hashOf(task.number());
    try {
      var names = new InstanceNames(seen.outputs(), null, PlannedTask.WHOLE);
      Items now = Items.of(forEach, names, plan.job().directory());
      items.put(task.number(), now);
      if (now.count() != count) {
        return "it had %,d items, and has %,d now".formatted(count, now.count());
      }
      return hash == null || hash.equals(FanOuts.hash(forEach, now))
          ? null
          : "its items are not the same as before, though as many";
    } catch (IOException | EvaluationException e) {
      return "its items can't be found any more: " + Explanation.of(e);
    }
  }

  /** What is another with the items of fan-outs that are under way, by the names of the tasks. */
  public Map<String, String> changedItems() {
    return changedItems;
  }

  /** How much of its journal could be read. */
  public Recorded recorded() {
    return recorded;
  }

  /** Where each task stands, in the order of the plan. */
  public List<TaskProgress> progress() {
    return seen.scheduler().progress();
  }

  /** The attempts that begin again. */
  public List<RunEvent.AttemptStarted> lost() {
    return seen.lost();
  }

  /** Whether nothing is left to be run: its process ended before it could say so. */
  public boolean isDone() {
    return seen.scheduler().isDone();
  }

  /** Names of the tasks of which an attempt had come to an end of its own, however. */
  public Set<String> begun() {
    return seen.begun();
  }

  /**
   * Has its folder ready for this process: it has no result any more, and says who is at it; logs
   * that would be in the way are put aside.
   */
  public void begin() throws IOException {
    Files.deleteIfExists(folder.result());
    Beginning.of(plan).replace(folder.path());
    Files.createDirectories(folder.logs(), OwnerOnly.FOLDER); // somebody may have deleted them
    new EarlierLogs(folder).putAside(plan, lost(), progress());
    items.keySet().forEach(task -> folder.makeLogFolder(plan.task(task).name()));
  }

  @Override
  public Segment segment() throws IOException {
    return Segment.next(folder.path());
  }

  @Override
  public RunState state(Consumer<RunEvent> tell, long now) throws IOException {
    if (recorded.events() == 0) {
      return RunState.fresh(plan, folder.id(), opening(now));
    }
    boolean reported = plan.job().report().areWanted();
    Recollection past =
        recollection(
            reported
                ? new RetoldWords(plan, RetoldWords.unchangedTasks(folder, plan), tell)
                : tell);
    JournalReader.read(folder.path(), past);
    past.end();
    return new RunState(
        past.scheduler(),
        past.leftOver(now),
        past.outputs(),
        items,
        past.events(),
        opening(now),
        past.scheduler()::goOn);
  }

  private List<RunEvent> opening(long now) throws IOException {
    var opening = new ArrayList<RunEvent>();
    if (segment().number() > 1) {
      opening.add(new RunEvent.RunResumed(now, recorded.events()));
    }
    if (seen.runStarted() == null) {
      opening.add(RunState.started(plan, folder.id(), now));
    }
    List<String> tasks = plan.tasks().stream().map(PlannedTask::name).toList();
    if (!tasks.equals(seen.lastTasks()) || !anew.isEmpty()) {
      opening.add(new RunEvent.JobChanged(now, tasks, List.copyOf(anew)));
    }
    if (oldFailures) {
      opening.add(new RunEvent.FailuresForgotten(now));
    }
    return opening;
  }
}
