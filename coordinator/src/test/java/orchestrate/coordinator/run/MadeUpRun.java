package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import orchestrate.config.Condition;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Decision;
import orchestrate.coordinator.schedule.Event;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Scheduler;
import orchestrate.coordinator.schedule.Target;
import orchestrate.worker.protocol.ResourceUse;

/**
 * Carries out a plan as a run does, without processes and time: what happens next is left to
 * chance, how an attempt ends is not, so that a plan always comes to the same. It can be killed
 * when it tells an event, or asked to stop.
 */
final class MadeUpRun {
  /** The process is gone, before it could tell its next event. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private record Running(int task, long instance, int attempt) {
    boolean isOf(int other) {
      return task == other;
    }
  }

  private final Plan plan;
  private final long seed;
  private final Random random;
  private final RunState state;
  private final Scheduler scheduler;
  private final Consumer<RunEvent> told;
  private final Pipelines pipelines;
  private final Set<Running> waiting = new HashSet<>();
  private final Set<Running> running = new HashSet<>();
  private final Set<Integer> stopping = new HashSet<>();
  private final List<Runnable> happenings = new ArrayList<>();
  private long left = Long.MAX_VALUE;
  private long at = 1;

  /**
   * @param seed says how attempts end
   * @param random says what happens next
   * @param told is given all events, from the opening on
   */
  MadeUpRun(Plan plan, long seed, Random random, RunState state, Consumer<RunEvent> told) {
    this.plan = plan;
    this.seed = seed;
    this.random = random;
    this.state = state;
    this.scheduler = state.scheduler();
    this.told = told;
    this.pipelines = new Pipelines(plan);
  }

  /** It is killed after so many events. */
  MadeUpRun killedAfter(long events) {
    left = events;
    return this;
  }

  /** It is asked to stop when so much has happened. */
  MadeUpRun stoppedAfter(int turns) {
    stopAfter = turns;
    return this;
  }

  private int stopAfter = -1;

  /** No attempt fails. */
  MadeUpRun withoutFailures() {
    failing = false;
    return this;
  }

  private boolean failing = true;

  /** Returns whether it came to its end. */
  boolean run() {
    try {
      state.opening().forEach(this::tell);
      state.start().run();
      act();
      for (int turn = 0; !scheduler.isDone(); turn++) {
        if (turn == stopAfter) {
          scheduler.on(new Event.Cancel(Target.RUN, "stopped by SIGINT"));
        } else if (happenings.isEmpty()) {
          throw new IllegalStateException("nothing happens any more");
        } else {
          happenings.remove(random.nextInt(happenings.size())).run();
        }
        act();
      }
      tell(new RunEvent.RunEnded(at, 0));
      return true;
    } catch (Killed killed) {
      return false;
    }
  }

  private void tell(RunEvent event) {
    if (left-- == 0) {
      throw new Killed();
    }
    told.accept(event);
  }

  private void act() {
    do {
      pipelines.stopOthers((reason, task) -> stop(Target.task(task), reason));
      for (var next = state.decisions().poll(); next != null; next = state.decisions().poll()) {
        act(next);
      }
    } while (pipelines.areToBeStopped());
  }

  private void act(Decision decision) {
    at++;
    switch (decision) {
      case Decision.Decide(int task) -> decide(plan.task(task));
      case Decision.Expand(int task) -> happenings.add(() -> expand(plan.task(task)));
      case Decision.Start(int task, long instance, int attempt) ->
          start(new Running(task, instance, attempt));
      case Decision.RetryAfter(int task, long instance, int attempt, Duration delay) -> {
        tell(new RunEvent.RetryPlanned(at, task, instance, attempt, delay));
        happenings.add(() -> scheduler.on(new Event.RetryDue(task, instance, attempt)));
      }
      case Decision.GiveUp(int task, long instance, Outcome outcome) ->
          tell(ended(new Running(task, instance, 0), outcome, false));
      case Decision.Stop(Target target, String reason) -> {
        tell(new RunEvent.CancelRequested(at, target, reason));
        pipelines.cancel(target, reason);
        stop(target, reason);
      }
      case Decision.StopService(int task) -> {
        stopping.add(task);
        happenings.add(() -> endService(task));
      }
      case Decision.SetEvent(String name) -> tell(new RunEvent.EventSet(at, name));
      case Decision.TaskEnded(int task, var status) -> {
        state.outputs().ended(plan.task(task).name(), status);
        tell(new RunEvent.TaskEnded(at, task, status));
      }
      case Decision.FormParty _, Decision.BreakParty _ -> {}
    }
  }

  private void decide(PlannedTask task) {
    Condition condition = requireNonNull(task.spec().condition());
    var names = new InstanceNames(state.outputs(), null, PlannedTask.WHOLE);
    var progress = scheduler.progress().get(task.number());
    boolean holds = condition.expression().value(new ConditionNames(names, progress)).isTrue();
    scheduler.on(new Event.Decided(task.number(), holds));
  }

  private void expand(PlannedTask task) {
    long count = task.spec().instances().orElseThrow();
    tell(new RunEvent.TaskActivated(at, task.number(), count));
    scheduler.on(new Event.Expanded(task.number(), count));
  }

  private void start(Running attempt) {
    waiting.add(attempt);
    happenings.add(() -> begin(attempt));
  }

  private void begin(Running attempt) {
    if (!waiting.remove(attempt)) {
      return;
    }
    if (isUpToDate(attempt)) {
      conclude(
          new Running(attempt.task(), attempt.instance(), 0),
          new Outcome.UpToDate(Map.of(), 0, null));
      return;
    }
    tell(new RunEvent.AttemptStarted(at, attempt.task(), attempt.instance(), attempt.attempt()));
    running.add(attempt);
    PlannedTask task = plan.task(attempt.task());
    if (chance(attempt, "sets") < 50) {
      for (String event : task.spec().sets()) {
        if (!scheduler.isSet(event)) {
          tell(new RunEvent.EventSet(at, event));
          scheduler.on(new Event.EventSet(event));
        }
      }
    }
    if (task.spec().isService() && !fails(attempt)) {
      happenings.add(() -> ready(attempt));
    } else {
      happenings.add(() -> end(attempt, fails(attempt) ? FAILED : SUCCEEDED));
    }
  }

  private static final Outcome SUCCEEDED = new Outcome.Succeeded(Map.of("key", "value"));
  private static final Outcome FAILED = new Outcome.Exited(1, "exit code 1");

  private void ready(Running attempt) {
    if (running.contains(attempt) && !stopping.contains(attempt.task())) {
      state.outputs().ready(plan.task(attempt.task()).name());
      tell(new RunEvent.ServiceReady(at, attempt.task(), attempt.attempt(), 1));
      scheduler.on(new Event.ServiceReady(attempt.task()));
    }
  }

  private void endService(int task) {
    if (List.copyOf(waiting).stream().anyMatch(attempt -> attempt.isOf(task))) {
      happenings.add(() -> endService(task)); // It has to begin first.
    }
    List.copyOf(running).stream()
        .filter(attempt -> attempt.isOf(task))
        .forEach(attempt -> end(attempt, new Outcome.Succeeded(Map.of())));
  }

  private void stop(Target target, String reason) {
    for (Running attempt : List.copyOf(waiting)) {
      if (isStopped(target, attempt)) {
        waiting.remove(attempt);
        conclude(attempt, new Outcome.Cancelled(reason));
      }
    }
    for (Running attempt : List.copyOf(running)) {
      if (isStopped(target, attempt)) {
        happenings.add(() -> end(attempt, new Outcome.Cancelled(reason)));
      }
    }
  }

  private boolean isStopped(Target target, Running attempt) {
    return target.covers(attempt.task(), attempt.instance())
        && !(target.isRun() && scheduler.isServing(attempt.task()));
  }

  private void end(Running attempt, Outcome outcome) {
    if (running.remove(attempt)) {
      conclude(attempt, outcome);
    }
  }

  private void conclude(Running attempt, Outcome outcome) {
    pipelines.ended(attempt.task(), System.nanoTime(), outcome, judged -> count(attempt, judged));
  }

  private void count(Running attempt, Outcome outcome) {
    state.outputs().put(plan.task(attempt.task()), attempt.instance(), outcome);
    var ended = new Event.Ended(attempt.task(), attempt.instance(), attempt.attempt(), outcome);
    tell(ended(attempt, outcome, scheduler.isRetried(ended)));
    scheduler.on(ended);
  }

  private RunEvent.AttemptEnded ended(Running attempt, Outcome outcome, boolean again) {
    return new RunEvent.AttemptEnded(
        at++,
        attempt.task(),
        attempt.instance(),
        attempt.attempt(),
        1,
        ResourceUse.NONE,
        outcome,
        again,
        null);
  }

  private boolean isUpToDate(Running attempt) {
    PlannedTask task = plan.task(attempt.task());
    return attempt.attempt() == 1
        && !task.spec().isService()
        && !pipelines.have(task.number())
        && chance(attempt, "up to date") < 10;
  }

  private boolean fails(Running attempt) {
    return failing && chance(attempt, "fails") < 25;
  }

  /** From 0 to 99, by nothing but who it is. */
  private int chance(Running attempt, String what) {
    long mixed = (seed * 31 + attempt.hashCode()) * 31 + what.hashCode();
    return new Random(mixed * 0x9e3779b97f4a7c15L).nextInt(100);
  }
}
