package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Decision;
import orchestrate.coordinator.schedule.Event;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Scheduler;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * Brings a fresh scheduler to where that of a dead process was: it is told again what happened,
 * from the run's journal, and its decisions are answered by what the journal has of them. Those
 * that the journal has no answer to are left over, and acted on when the run goes on.
 *
 * <p>Only what happened counts, not what the dead scheduler made of it: that this one finds out
 * itself. So what was skipped, or cancelled, because somebody stopped the run, is open again, while
 * what was cancelled by its name stays so. What does not fit, since the job file is another by now,
 * is passed over, and with it all that came of it.
 *
 * <p>An attempt that did not end before its process did is lost: it begins again with the same
 * number. The same goes for one that ended because the run was stopped, and for those of a party
 * ({@link Meetings}) of which one is lost.
 *
 * <p>What counts is told on, so that whoever adds up a run's events gets the same sums as if it had
 * never been interrupted: a lost attempt is told as one that was cancelled and will be tried again.
 */
final class Recollection implements Consumer<RunEvent> {
  private static final String LOST = "lost with a process of its run";

  /** An instance of a task. */
  record Instance(int task, long number) {}

  private final Plan plan;
  private final Renumbering renumbering;
  private final Consumer<RunEvent> tell;
  private final Deque<Decision> decisions = new ArrayDeque<>();
  private final Scheduler scheduler;
  private final OutputValues outputs;
  private final Meetings meetings;

  /** The attempts that run, in the order in which they were started. */
  private final Map<Instance, RunEvent.AttemptStarted> running = new LinkedHashMap<>();

  /** By task: what is to be found out of it. */
  private final Map<Integer, Decision> open = new LinkedHashMap<>();

  /** What is to be tried again, and when that was decided. */
  private final Map<Instance, Pause> pauses = new LinkedHashMap<>();

  private final Map<Integer, Long> counts = new HashMap<>();
  private final Map<Integer, String> hashes = new HashMap<>();
  private final Set<String> events = new LinkedHashSet<>();
  private final Map<String, Integer> anew = new HashMap<>();
  private final Set<Integer> begun = new LinkedHashSet<>();
  private final Set<Integer> released = new HashSet<>();
  private final List<Decision.Stop> stops = new ArrayList<>();
  private final Set<Target> stopped = new HashSet<>();
  private final List<RunEvent.AttemptStarted> lost = new ArrayList<>();

  /** The attempts that are tried once more although they had ended. */
  private final List<RunEvent.AttemptStarted> pardoned = new ArrayList<>();

  /** How often failures are still to be forgotten. */
  private int pardons;

  private int pardonsTold;
  private RunEvent.@Nullable RunStarted started;
  private long at;

  private record Pause(Decision.RetryAfter retry, long since) {}

  /** What the end of an attempt counts for. */
  private enum End {
    STANDS,
    /** As if it had never been: it begins again. */
    LOST,
    /** It failed, and is tried once more. */
    PARDONED
  }

  /**
   * @param first names of the tasks when the run began, by their numbers then
   * @param forgotten what is not to count, though it happened
   * @param tell is told what counts
   */
  Recollection(
      Plan plan, String runId, List<String> first, Forgotten forgotten, Consumer<RunEvent> tell) {
    this.plan = plan;
    this.tell = tell;
    this.pardons = forgotten.failures();
    this.renumbering = new Renumbering(plan, forgotten.tasks());
    renumbering.from(first);
    this.scheduler = new Scheduler(plan, runId, decisions::add);
    this.outputs = new OutputValues(plan);
    this.meetings = new Meetings(plan);
    scheduler.recall();
    act();
  }

  @Override
  public void accept(RunEvent event) {
    RunEvent now = renumbering.of(event);
    at = event.at();
    if (now != null) {
      recall(now);
      act();
    }
  }

  private void recall(RunEvent event) {
    switch (event) {
      case RunEvent.RunStarted e -> {
        started = e;
        tell.accept(e);
      }
      case RunEvent.RunResumed e -> {
        lose();
        lost.clear();
        tell.accept(e);
      }
      case RunEvent.JobChanged e -> {
        renumbering.from(e.tasks());
        renumbering.anew(e.anew());
        e.anew().forEach(name -> anew.merge(name, 1, Integer::sum));
      }
      case RunEvent.FailuresForgotten _ -> {
        pardons--;
        pardonsTold++;
        pardoned.clear();
      }
      case RunEvent.TurnCame e -> tell.accept(e);
      case RunEvent.ItemsFound e -> {
        hashes.put(e.task(), e.hash());
        tell.accept(e);
      }
      case RunEvent.TaskActivated e -> activated(e);
      case RunEvent.AttemptStarted e -> started(e);
      case RunEvent.AttemptEnded e -> ended(e);
      case RunEvent.ServiceReady e -> serviceReady(e);
      case RunEvent.EventSet(long _, String name) -> {
        if (!scheduler.isSet(name)) {
          set(name);
          scheduler.on(new Event.EventSet(name));
        }
      }
      case RunEvent.TaskEnded e -> {
        if (e.status() instanceof TaskStatus.Declined && isToBeDecided(e.task())) {
          decide(e.task(), false);
        }
      }
      case RunEvent.CancelRequested e -> cancelRequested(e);
      case RunEvent.Warned e -> tellOfRunning(e, e.task(), e.instance());
      case RunEvent.SubtaskEnded e -> tellOfRunning(e, e.task(), e.instance());
      case RunEvent.SubtasksDone e -> tellOfRunning(e, e.task(), e.instance());
      case RunEvent.ArtifactsKept e -> tellOfRunning(e, e.task(), e.instance());
      case RunEvent.AttemptBegunAgain e -> tellOfRunning(e, e.task(), e.instance());
      case RunEvent.RetryPlanned e -> {
        if (pauses.containsKey(new Instance(e.task(), e.instance()))) {
          tell.accept(e);
        }
      }
      case RunEvent.OutOfDate e -> tell.accept(e);
      case RunEvent.WorkerRecycled e -> tell.accept(e);
      case RunEvent.Restricted _, RunEvent.Paused _, RunEvent.Unpaused _, RunEvent.RunEnded _ -> {}
    }
  }

  private void tellOfRunning(RunEvent event, int task, long instance) {
    if (running.containsKey(new Instance(task, instance))) {
      tell.accept(event);
    }
  }

  private void activated(RunEvent.TaskActivated event) {
    beWanted(event.task());
    if (open.remove(event.task()) instanceof Decision.Expand) {
      counts.put(event.task(), event.count());
      tell.accept(event);
      scheduler.on(new Event.Expanded(event.task(), event.count()));
    }
  }

  /** It was begun, so its condition held. */
  private void beWanted(int task) {
    if (isToBeDecided(task)) {
      decide(task, true);
    }
  }

  private boolean isToBeDecided(int task) {
    return open.get(task) instanceof Decision.Decide;
  }

  private void decide(int task, boolean wanted) {
    open.remove(task);
    scheduler.on(new Event.Decided(task, wanted));
    act();
  }

  private void started(RunEvent.AttemptStarted event) {
    beWanted(event.task());
    if (scheduler.recallStart(event.task(), event.instance(), event.attempt())) {
      var instance = new Instance(event.task(), event.instance());
      pauses.remove(instance);
      running.put(instance, event);
      tell.accept(event);
    }
  }

  private void ended(RunEvent.AttemptEnded event) {
    if (!(event.outcome() instanceof Outcome.Cancelled)) {
      begun.add(event.task());
    }
    beWanted(event.task());
    if (event.instance() == PlannedTask.WHOLE) {
      if (!isPardoned(event) && open.remove(event.task()) != null) {
        scheduler.on(new Event.NotExpanded(event.task(), event.outcome().reason()));
      }
      return;
    }
    if (isRunning(event)) {
      List<RunEvent.AttemptEnded> ends = meetings.ended(event, running.keySet());
      End counts =
          ends.stream().anyMatch(this::isPardoned)
              ? End.PARDONED
              : ends.stream().anyMatch(this::isLoss) ? End.LOST : End.STANDS;
      ends.forEach(end -> settle(end, counts));
    }
  }

  /** Whether it is a failure for good that is to be tried once more. */
  private boolean isPardoned(RunEvent.AttemptEnded end) {
    return pardons > 0
        && end.isFinalFailure()
        && !plan.task(end.task()).spec().failurePolicy().allowFailure();
  }

  /** Whether it did; also one that ended before a worker had it. */
  private boolean isRunning(RunEvent.AttemptEnded event) {
    var instance = new Instance(event.task(), event.instance());
    if (running.remove(instance) != null) {
      return true;
    }
    if (isLoss(event) || !scheduler.recallStart(event.task(), event.instance(), event.attempt())) {
      return false;
    }
    pauses.remove(instance);
    return true;
  }

  private void settle(RunEvent.AttemptEnded event, End counts) {
    if (counts == End.STANDS) {
      end(event);
    } else {
      lose(event, counts);
    }
    act();
  }

  /**
   * Whether it was stopped with the run, and only so: what was cancelled by its name stays so. A
   * service that somebody needs still, now that the run goes on, had not done its work either.
   */
  private boolean isLoss(RunEvent.AttemptEnded end) {
    return switch (end.outcome()) {
      case Outcome.Cancelled _ -> !isStopped(end);
      case Outcome.Succeeded _ ->
          plan.task(end.task()).spec().isService() && !released.contains(end.task());
      case Outcome.UpToDate _, Outcome.Failure _ -> false;
    };
  }

  private boolean isStopped(RunEvent.AttemptEnded end) {
    return stopped.stream()
        .anyMatch(
            target ->
                target.covers(end.task(), end.instance())
                    || meetings.with(end.task()).stream()
                        .anyMatch(other -> target.covers(other, PlannedTask.WHOLE)));
  }

  private void end(RunEvent.AttemptEnded event) {
    PlannedTask task = plan.task(event.task());
    outputs.put(task, event.instance(), event.outcome());
    var ended = new Event.Ended(event.task(), event.instance(), event.attempt(), event.outcome());
    boolean again = scheduler.isRetried(ended);
    tell.accept(again == event.again() ? event : with(event, event.outcome(), again));
    scheduler.on(ended);
  }

  private void lose(RunEvent.AttemptEnded event, End counts) {
    (counts == End.PARDONED ? pardoned : lost)
        .add(
            new RunEvent.AttemptStarted(
                event.at(), event.task(), event.instance(), event.attempt()));
    boolean failed = counts == End.PARDONED && event.isFinalFailure();
    tell.accept(with(event, failed ? event.outcome() : new Outcome.Cancelled(LOST), true));
    scheduler.recallLoss(event.task(), event.instance(), event.attempt());
  }

  private static RunEvent.AttemptEnded with(
      RunEvent.AttemptEnded event, Outcome outcome, boolean again) {
    return new RunEvent.AttemptEnded(
        event.at(),
        event.task(),
        event.instance(),
        event.attempt(),
        event.nanos(),
        event.use(),
        outcome,
        again,
        event.item(),
        event.ran());
  }

  private void serviceReady(RunEvent.ServiceReady event) {
    if (running.containsKey(new Instance(event.task(), 0))) {
      outputs.ready(plan.task(event.task()).name());
      tell.accept(event);
      scheduler.on(new Event.ServiceReady(event.task()));
    }
  }

  /**
   * Somebody wished it; or the scheduler has, which the new one has just decided likewise. That the
   * run as a whole was stopped is over with its process.
   */
  private void cancelRequested(RunEvent.CancelRequested event) {
    if (pardons > 0) {
      return;
    }
    var stop = new Decision.Stop(event.target(), event.reason());
    if (!stops.remove(stop) && !event.target().isRun()) {
      scheduler.on(new Event.Cancel(event.target(), event.reason()));
      act();
      stops.remove(stop);
    }
  }

  private void set(String event) {
    events.add(event);
    tell.accept(new RunEvent.EventSet(at, event));
  }

  private void act() {
    for (Decision decision = decisions.poll(); decision != null; decision = decisions.poll()) {
      act(decision);
    }
  }

  private void act(Decision decision) {
    switch (decision) {
      case Decision.Decide(int task) -> open.put(task, decision);
      case Decision.Expand(int task) -> open.put(task, decision);
      case Decision.RetryAfter retry ->
          pauses.put(new Instance(retry.task(), retry.instance()), new Pause(retry, at));
      case Decision.GiveUp(int task, long instance, Outcome outcome) ->
          tell.accept(
              new RunEvent.AttemptEnded(
                  at, task, instance, 0, 0, ResourceUse.NONE, outcome, false, null));
      case Decision.Stop stop -> {
        stops.add(stop);
        stopped.add(stop.target());
        tell.accept(new RunEvent.CancelRequested(at, stop.target(), stop.reason()));
      }
      case Decision.StopService(int task) -> released.add(task);
      case Decision.SetEvent(String name) -> set(name);
      case Decision.TaskEnded(int task, TaskStatus status) -> {
        open.remove(task);
        pauses.keySet().removeIf(instance -> instance.task() == task);
        outputs.ended(plan.task(task).name(), status);
        tell.accept(new RunEvent.TaskEnded(at, task, status));
      }
      case Decision.FormParty _, Decision.BreakParty _ -> {} // They met, or not, then.
      case Decision.Start start ->
          throw new IllegalStateException("it was to be told what was started: " + start);
    }
  }

  /** The process of the run has ended here, and with it all that it ran. */
  private void lose() {
    stops.clear();
    var attempts = new ArrayList<RunEvent.AttemptEnded>();
    running.values().forEach(attempt -> attempts.add(unfinished(attempt)));
    running.clear();
    attempts.addAll(meetings.lose());
    for (RunEvent.AttemptEnded attempt : attempts) {
      if (released.contains(attempt.task())) {
        end(attempt); // A service that had nothing more to do than to end.
      } else {
        lose(attempt, End.LOST);
      }
      act();
    }
    scheduler.recallLossOfServices();
    open.keySet().removeIf(task -> scheduler.progress().get(task).lacksSomething());
    act();
  }

  private RunEvent.AttemptEnded unfinished(RunEvent.AttemptStarted attempt) {
    return new RunEvent.AttemptEnded(
        at,
        attempt.task(),
        attempt.instance(),
        attempt.attempt(),
        Duration.ofMillis(Math.max(0, at - attempt.at())).toNanos(),
        ResourceUse.NONE,
        new Outcome.Succeeded(Map.of()),
        false,
        null);
  }

  /** There is nothing more: the run is where it is to go on. */
  void end() {
    lose();
  }

  /** What was forgotten when the run was resumed. */
  Forgotten forgotten() {
    return new Forgotten(anew, pardonsTold);
  }

  /** How the run began; null if that is not known. */
  RunEvent.@Nullable RunStarted runStarted() {
    return started;
  }

  /** Names of the tasks of which an attempt had come to an end of its own, however. */
  Set<String> begun() {
    var names = new LinkedHashSet<String>();
    begun.forEach(task -> names.add(plan.task(task).name()));
    return names;
  }

  /** The attempts that begin again when the run goes on. */
  List<RunEvent.AttemptStarted> lost() {
    return Stream.concat(lost.stream(), pardoned.stream()).toList();
  }

  /** Names of the tasks by the numbers that the last events had. */
  List<String> lastTasks() {
    return renumbering.tasks();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  OutputValues outputs() {
    return outputs;
  }

  /** Events of the job that are set. */
  Set<String> events() {
    return events;
  }

  /** How many items a fan-out has that is under way. */
  long countOf(int task) {
    return requireNonNull(counts.get(task));
  }

  /** The hash of those items; null if it has none. */
  @Nullable String hashOf(int task) {
    return hashes.get(task);
  }

  /**
   * What is still to be acted on; further decisions come here, too.
   *
   * @param now what of a pause is over by then need not be waited for any more
   */
  Deque<Decision> leftOver(long now) {
    decisions.addAll(open.values());
    pauses.values().forEach(pause -> decisions.add(shortened(pause, now)));
    return decisions;
  }

  private static Decision shortened(Pause pause, long now) {
    var retry = pause.retry();
    Duration left = retry.delay().minusMillis(Math.max(0, now - pause.since()));
    return new Decision.RetryAfter(
        retry.task(), retry.instance(), retry.attempt(), left.isNegative() ? Duration.ZERO : left);
  }
}
