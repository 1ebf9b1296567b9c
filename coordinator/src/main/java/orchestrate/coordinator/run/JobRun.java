package orchestrate.coordinator.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import orchestrate.config.ForEach;
import orchestrate.config.TaskSpec;
import orchestrate.config.Template;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.Inbox;
import orchestrate.coordinator.pool.PoolListener;
import orchestrate.coordinator.pool.PoolSetup;
import orchestrate.coordinator.pool.SignalNames;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.pool.WorkerExit;
import orchestrate.coordinator.pool.WorkerKind;
import orchestrate.coordinator.pool.WorkerPool;
import orchestrate.coordinator.run.OutputValues.MissingOutputException;
import orchestrate.coordinator.schedule.Decision;
import orchestrate.coordinator.schedule.Event;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Scheduler;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Run;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan. The loop in {@link #run} is all there is to it: act on what the scheduler has
 * decided, wait until something happens, tell the scheduler.
 *
 * <p>Everything here happens on the thread that calls {@link #run}; others reach it by the {@link
 * Inbox}.
 */
public final class JobRun implements PoolListener {
  private final Plan plan;
  private final RunFolder folder;
  private final Session session;
  private final Inbox inbox;
  private final Consumer<RunEvent> observers;
  private final WorkerPool pool;
  private final Timers timers = new Timers();
  private final OutputValues outputs = new OutputValues();
  private final Assignments assignments = new Assignments(outputs);
  private final Watchers watchers;
  private final Admission admission;
  private final RunningAttempts running;
  private final FanOuts fanOuts;
  private final Outcomes outcomes;
  private final Deque<Decision> decisions = new ArrayDeque<>();
  private final Scheduler scheduler;
  private Signals.@Nullable Stop stopSignal;

  /**
   * @param observers are told of everything that happens, in order
   */
  public JobRun(
      Plan plan,
      RunFolder folder,
      Session session,
      Spawner spawner,
      Inbox inbox,
      Consumer<RunEvent> observers) {
    this.plan = plan;
    this.folder = folder;
    this.session = session;
    this.inbox = inbox;
    this.observers = observers;
    this.fanOuts = new FanOuts(plan.job().directory(), inbox);
    var signals = new SignalNames();
    this.outcomes = new Outcomes(plan.job().directory(), signals);
    this.watchers = new Watchers(inbox);
    this.admission = new Admission(session, watchers);
    this.pool = new WorkerPool(poolSetup(), spawner, inbox, this, signals);
    this.running = new RunningAttempts(pool, timers, this::ended);
    this.scheduler = new Scheduler(plan, folder.id(), decisions::add);
  }

  private PoolSetup poolSetup() {
    var environment = new HashMap<>(plan.job().env());
    environment.put("ORCHESTRATE_RUN", folder.id());
    environment.put("ORCHESTRATE_SESSION", session.folder().toString());
    plan.job()
        .params()
        .forEach((name, value) -> environment.put("ORCHESTRATE_PARAM_" + variable(name), value));
    return new PoolSetup(
        plan.slots(),
        session.folder(),
        folder.path(),
        plan.job().directory(),
        plan.job().workers().javaOptions(),
        environment);
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private RunEvent.RunStarted runStarted() {
    var job = plan.job();
    return new RunEvent.RunStarted(
        now(),
        folder.id(),
        job.name(),
        job.source().path().toAbsolutePath().toString(),
        plan.slots(),
        job.params());
  }

  /**
   * Runs the plan to its end.
   *
   * @return the signal that cut it short, if one did
   */
  public Signals.@Nullable Stop run() throws InterruptedException {
    tell(runStarted());
    try {
      openPool();
      offerSharedObjects();
      scheduler.start();
      act();
      while (!scheduler.isDone()) {
        inbox.await(pool::hasResults, timers.next());
        inbox.runPosted();
        pool.collect();
        timers.fire();
        act();
      }
    } finally {
      watchers.stop();
      pool.close();
    }
    return stopSignal;
  }

  /** The workers that will be needed for sure boot while the first tasks are made ready. */
  private void openPool() {
    long javaInstances =
        plan.tasks().stream().filter(PlannedTask::isJava).mapToLong(this::instancesAtLeast).sum();
    if (plan.tasks().stream().anyMatch(task -> !task.isJava())) {
      pool.open(WorkerKind.COMMANDS, 1);
    } else {
      pool.openNone();
    }
    pool.open(WorkerKind.JAVA, (int) Math.min(javaInstances, plan.slots()));
  }

  private long instancesAtLeast(PlannedTask task) {
    return switch (task.spec().forEach()) {
      case null -> 1;
      case ForEach.Items(List<Template> values) -> values.size();
      case ForEach.Range(long first, long last, long step) ->
          new Items.Range(first, last, step).count();
      case ForEach.Files files -> 1;
      case ForEach.Lines lines -> 1;
    };
  }

  /** Tasks find them by name in the session. */
  private void offerSharedObjects() {
    plan.job().semaphores().forEach(session::semaphore);
    plan.job().events().forEach(session::event);
    plan.job().barriers().forEach(session::barrier);
    Set<String> awaited = new HashSet<>();
    plan.tasks().forEach(task -> awaited.addAll(task.spec().waitsFor()));
    awaited.forEach(this::watchEvent);
  }

  /** A task may set an event while it runs. */
  private void watchEvent(String name) {
    SharedEvent event = session.event(name);
    watchers.after("event " + name, event::await, () -> scheduler.on(new Event.EventSet(name)));
  }

  /** Has something done again and again while the run goes on. To be called before {@link #run}. */
  public void every(Duration period, Runnable action) {
    timers.after(
        period,
        () -> {
          action.run();
          every(period, action);
        });
  }

  /** A participant of the session, and the tasks that it runs now. On the run's thread. */
  public String describe(Participant participant) {
    String tasks =
        running.on(participant.label()).stream()
            .map(attempt -> nameOf(attempt.run()))
            .collect(Collectors.joining(", "));
    return participant.describe() + (tasks.isEmpty() ? "" : " at " + tasks);
  }

  private static String nameOf(Run run) {
    return run.item() == null
        ? run.taskName()
        : "%s[%d] (%s)".formatted(run.taskName(), run.instance(), run.item());
  }

  /** Asks the run to end: the first time kindly, then at once. From any thread. */
  public void stop(Signals.Stop signal) {
    inbox.post(() -> stopNow(signal));
  }

  private void stopNow(Signals.Stop signal) {
    if (stopSignal != null) {
      running.killAll();
      return;
    }
    stopSignal = signal;
    String by = signal.signalName();
    tell(new RunEvent.CancelRequested(now(), by));
    scheduler.on(new Event.CancelAll(by));
    for (Attempt attempt : admission.dismissWaiting()) {
      ended(attempt, new Outcome.Cancelled(by));
    }
    running.stopAll(new StopReason.Cancel(by));
  }

  private void act() {
    for (Decision decision = decisions.poll(); decision != null; decision = decisions.poll()) {
      switch (decision) {
        case Decision.Expand(int task) -> expand(plan.task(task));
        case Decision.Start(int task, long instance, int attempt) ->
            start(plan.task(task), instance, attempt);
        case Decision.FormParty(List<String> barriers) ->
            barriers.forEach(name -> session.findBarrier(name).reset());
        case Decision.BreakParty(List<String> barriers, String reason) ->
            barriers.forEach(this::breakBarrier);
        case Decision.RetryAfter(int task, long instance, int attempt, Duration delay) ->
            retryAfter(task, instance, attempt, delay);
        case Decision.GiveUp(int task, long instance, Outcome outcome) ->
            tell(
                new RunEvent.AttemptEnded(
                    now(),
                    task,
                    instance,
                    0,
                    0,
                    ResourceUse.NONE,
                    outcome,
                    false,
                    fanOuts.itemOf(plan.task(task), instance)));
        case Decision.SetEvent(String name) -> {
          tell(new RunEvent.EventSet(now(), name));
          session.event(name).set();
        }
        case Decision.TaskEnded(int task, TaskStatus status) -> {
          fanOuts.forget(task);
          tell(new RunEvent.TaskEnded(now(), task, status));
        }
      }
    }
  }

  private void expand(PlannedTask task) {
    fanOuts.find(
        task,
        assignments.scope(null),
        items -> expanded(task, items.count()),
        reason -> scheduler.on(new Event.NotExpanded(task.number(), reason)));
  }

  private void expanded(PlannedTask task, long count) {
    folder.makeLogFolder(task.name());
    tell(new RunEvent.TaskActivated(now(), task.number(), count));
    scheduler.on(new Event.Expanded(task.number(), count));
  }

  private void start(PlannedTask task, long instance, int attemptNumber) {
    String item = fanOuts.itemOf(task, instance);
    Attempt attempt;
    try {
      attempt = assignments.of(task, instance, attemptNumber, item);
    } catch (MissingOutputException e) {
      var outcome = new Outcome.FailedToStart(String.valueOf(e.getMessage()));
      tellEnd(task, instance, attemptNumber, 0, ResourceUse.NONE, outcome);
      return;
    }
    admission.admit(attempt, task.spec().acquire(), () -> begin(attempt, task.spec()));
  }

  private void begin(Attempt attempt, TaskSpec spec) {
    var run = attempt.run();
    tell(new RunEvent.AttemptStarted(now(), run.task(), run.instance(), run.attempt()));
    running.add(attempt, spec.timeout());
    pool.submit(attempt);
  }

  private void retryAfter(int task, long instance, int attempt, Duration delay) {
    tell(new RunEvent.RetryPlanned(now(), task, instance, attempt, delay));
    timers.after(delay, () -> scheduler.on(new Event.RetryDue(task, instance, attempt)));
  }

  @Override
  public void finished(Attempt attempt, Finished finished) {
    TaskSpec spec = plan.task(attempt.run().task()).spec();
    Template.Scope scope = assignments.scope(attempt.run().item());
    ended(attempt, finished.nanos(), finished.use(), outcomes.of(finished.ending(), spec, scope));
  }

  @Override
  public void workerLost(Attempt attempt, WorkerExit exit) {
    ended(
        attempt,
        exit.outOfMemory()
            ? new Outcome.OutOfMemory(exit.cause())
            : new Outcome.WorkerLost(exit.cause()));
  }

  @Override
  public void notRun(Attempt attempt, String reason) {
    ended(attempt, new Outcome.FailedToStart(reason));
  }

  private void ended(Attempt attempt, Outcome outcome) {
    ended(attempt, attempt.runningFor().toNanos(), ResourceUse.NONE, outcome);
  }

  private void ended(Attempt attempt, long nanos, ResourceUse use, Outcome outcome) {
    StopReason stopped = running.remove(attempt);
    Outcome result = stopped == null ? outcome : stopped.outcome(Duration.ofNanos(nanos));
    admission.release(attempt);
    var run = attempt.run();
    PlannedTask task = plan.task(run.task());
    if (result instanceof Outcome.Succeeded(var values) && !task.isFanOut()) {
      outputs.put(task.name(), values);
    }
    tellEnd(task, run.instance(), run.attempt(), nanos, use, result);
  }

  private void tellEnd(
      PlannedTask task, long instance, int attempt, long nanos, ResourceUse use, Outcome outcome) {
    String item = outcome instanceof Outcome.Succeeded ? null : fanOuts.itemOf(task, instance);
    // It may have set them while it ran: that counts, and comes before its end.
    for (String event : task.spec().sets()) {
      if (session.event(event).isSet()) {
        scheduler.on(new Event.EventSet(event));
      }
    }
    var ended = new Event.Ended(task.number(), instance, attempt, outcome);
    boolean again = scheduler.isRetried(ended);
    tell(
        new RunEvent.AttemptEnded(
            now(), task.number(), instance, attempt, nanos, use, outcome, again, item));
    scheduler.on(ended);
  }

  private void breakBarrier(String name) {
    SharedBarrier barrier = session.findBarrier(name);
    barrier.register();
    barrier.withdraw();
  }

  private void tell(RunEvent event) {
    observers.accept(event);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
