package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import orchestrate.config.Condition;
import orchestrate.config.Explanation;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Names;
import orchestrate.config.expression.Value;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.fresh.Inspector;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.machine.MachineShare;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.Inbox;
import orchestrate.coordinator.pool.PoolListener;
import orchestrate.coordinator.pool.PoolSetup;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.pool.WorkerExit;
import orchestrate.coordinator.pool.WorkerKind;
import orchestrate.coordinator.pool.WorkerPool;
import orchestrate.coordinator.schedule.Decision;
import orchestrate.coordinator.schedule.Event;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Scheduler;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskProgress;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.ipc.session.Session;
import orchestrate.worker.autopsy.SignalNames;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.Readiness;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan. The loop in {@link #run} is all there is to it: act on what the scheduler has
 * decided, wait until something happens, tell the scheduler.
 *
 * <p>Everything here happens on the thread that calls {@link #run}; others reach it by the {@link
 * Inbox}.
 */
public final class JobRun implements PoolListener {
  /** To listen takes a thread and a file in memory, which a short run does without. */
  private static final Duration LISTEN_AFTER = Duration.ofSeconds(1);

  private final Plan plan;
  private final RunFolder folder;
  private final Inbox inbox;
  private final RunClock clock;
  private final Consumer<RunEvent> observers;
  private final Runnable commit;
  private final Runs runs;
  private final WorkerPool pool;
  private final Timers timers = new Timers();
  private final OutputValues outputs;
  private final Assignments assignments = new Assignments();
  private final Watchers watchers;
  private final Admission admission;
  private final RunningAttempts running;
  private final FanOuts fanOuts;
  private final Outcomes outcomes;
  private final List<Pace> paces;
  private final RunState state;
  private final Deque<Decision> decisions;
  private final Scheduler scheduler;
  private final RunRequests requests;
  private final Slots slots;
  private final Pausing pausing;
  private final Subtasks subtasks;
  private final Pipelines pipelines;
  private final Services services;
  private final SharedObjects shared;
  private final Freshness freshness;
  private final Aftermath aftermath;
  private Signals.@Nullable Stop stopSignal;

  /** Whether there is something to act on before anything else happens. */
  private boolean goesOn;

  /**
   * @param clock gives events their time
   * @param machine says how many of the plan's slots there are at any time
   * @param trace the span of the run, for what tasks run to join; null if nobody traces it
   * @param state where it begins
   * @param observers are told of everything that happens, in order
   * @param commit makes durable what they were told, before anything follows from it
   */
  public JobRun(
      Plan plan,
      RunFolder folder,
      Session session,
      Spawner spawner,
      Inbox inbox,
      RunClock clock,
      MachineShare machine,
      @Nullable TraceContext trace,
      RunState state,
      Consumer<RunEvent> observers,
      Runnable commit) {
    this.plan = plan;
    this.state = state;
    this.folder = folder;
    this.inbox = inbox;
    this.clock = clock;
    this.observers = observers;
    this.commit = commit;
    this.runs = new Runs(trace != null || plan.job().report().areWanted(), clock);
    this.paces = plan.tasks().stream().map(task -> new Pace()).toList();
    this.outputs = state.outputs();
    this.fanOuts = new FanOuts(plan.job().directory(), inbox, outputs, state.items());
    var signals = new SignalNames();
    this.outcomes = new Outcomes(signals);
    this.watchers = new Watchers(inbox);
    this.admission = new Admission(session, watchers, plan.job().locks());
    PoolSetup setup = PoolSetups.of(plan, folder, session, trace, machine.environment());
    this.pool = new WorkerPool(setup, spawner, inbox, this, signals);
    this.running = new RunningAttempts(pool, timers, this::ended);
    this.decisions = state.decisions();
    this.scheduler = state.scheduler();
    var cancelling = new Cancelling(plan, scheduler, this::isStarted);
    this.slots = new Slots(machine, scheduler, plan.slots());
    this.pausing = new Pausing(slots, scheduler, clock, observers);
    this.requests = new RunRequests(session, watchers, cancelling, pausing);
    this.pipelines = new Pipelines(plan);
    this.subtasks =
        new Subtasks(scheduler, pool, running, timers, outcomes, slots, clock, runs, observers);
    this.services = new Services(plan, scheduler, running, outputs, clock, observers);
    this.shared = new SharedObjects(plan, session, watchers, this::eventSet);
    var files = new JobFiles(plan.job().directory());
    var inspector = new Inspector(folder.id(), files, RunFolder.cacheOf(plan.job().directory()));
    this.freshness = new Freshness(plan, inspector, inbox, clock, observers);
    this.aftermath = new Aftermath(files, inspector, freshness, folder, inbox, clock, observers);
  }

  /**
   * Runs the plan to its end.
   *
   * @return the signal that cut it short, if one did
   */
  public Signals.@Nullable Stop run() throws InterruptedException {
    every(Duration.ofSeconds(1), pool::inspect);
    try {
      openPool();
      shared.offer();
      state.events().forEach(shared::setEvent);
      slots.adjust();
      state.start().run();
      act();
      timers.after(LISTEN_AFTER, this::listen);
      while (goesOn || !scheduler.isDone()) {
        letResultsGather();
        inbox.await(() -> goesOn || pool.hasResults() || subtasks.areThere(), timers.next());
        inbox.runPosted();
        pool.collect();
        subtasks.collect();
        timers.fire();
        act();
      }
      freshness.makeRoom();
    } finally {
      watchers.stop();
      pool.close();
    }
    return stopSignal;
  }

  /**
   * As long as all lanes have enough to do, one turn for several results costs less than one for
   * each: a wake-up, a document of the journal, and a processor that a task could use. Who brings
   * something meanwhile finds us awake, and makes no system call.
   */
  private void letResultsGather() {
    if (!goesOn && pool.isWellSupplied()) {
      LockSupport.parkNanos(Pace.GATHERING_NANOS);
    }
  }

  /** The workers that will be needed for sure boot while the first tasks are made ready. */
  private void openPool() {
    long javaInstances =
        plan.tasks().stream()
            .filter(task -> task.isJava() && task.leftOut() == null)
            .mapToLong(task -> task.spec().instances().orElse(1))
            .sum();
    if (plan.tasks().stream().anyMatch(task -> !task.isJava() && task.leftOut() == null)) {
      pool.open(WorkerKind.COMMANDS, 1);
    } else {
      pool.openNone();
    }
    pool.open(WorkerKind.JAVA, workersFor(javaInstances));
  }

  private int workersFor(long javaInstances) {
    int threads = plan.job().workers().threads().count();
    return (int) Math.min((javaInstances + threads - 1) / threads, plan.slots());
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

  /** The attempts that were given to workers and have not ended. On the run's thread. */
  public List<Attempt> attempts() {
    return pool.attempts();
  }

  /** The tasks that wait for permits, by whose: see {@link Scheduler#lackingPermits}. */
  public Map<String, List<TaskProgress>> lackingPermits() {
    return scheduler.lackingPermits();
  }

  /** Asks the run to end: the first time kindly, then at once. From any thread. */
  public void stop(Signals.Stop signal) {
    inbox.post(() -> stopNow(signal));
  }

  private void stopNow(Signals.Stop signal) {
    String reason = "stopped by " + signal.signalName();
    if (stopSignal != null || scheduler.isCancelled()) {
      running.killAll(new StopReason.Cancel(reason));
      aftermath.cutShort();
    }
    stopSignal = stopSignal == null ? signal : stopSignal;
    scheduler.on(new Event.Cancel(Target.RUN, reason));
  }

  private void listen() {
    try {
      requests.listen();
    } catch (UncheckedIOException e) {
      String why = "orchestrate cancel and pause can't reach this run: " + Explanation.of(e);
      tell(new RunEvent.Restricted(now(), why));
    }
  }

  private boolean isStarted(Target target) {
    return running.any(covered(target))
        || admission.anyWaiting(covered(target))
        || freshness.anyUnderWay(covered(target))
        || aftermath.anyUnderWay(covered(target));
  }

  private static Predicate<Attempt> covered(Target target) {
    return attempt -> target.covers(taskOf(attempt), attempt.run().instance());
  }

  private void stop(Target target, String reason) {
    tell(new RunEvent.CancelRequested(now(), target, reason));
    if (target.isRun()) {
      pausing.lift(reason); // or what is to run at its end would not
    }
    pipelines.cancel(target, reason);
    stopStarted(target, reason);
  }

  private void stopStarted(Target target, String reason) {
    Predicate<Attempt> covered =
        target.isRun() ? attempt -> !scheduler.isServing(taskOf(attempt)) : covered(target);
    var dismissed = new ArrayList<>(admission.dismiss(covered));
    dismissed.addAll(freshness.dismiss(covered));
    dismissed.forEach(attempt -> ended(attempt, new Outcome.Cancelled(reason)));
    running.stop(covered, new StopReason.Cancel(reason));
  }

  private static int taskOf(Attempt attempt) {
    return attempt.run().task().number();
  }

  /**
   * Nothing goes out to the workers before the journal has what it follows from.
   *
   * <p>An attempt that no lane can take ends at once, and the next begins in its place. There may
   * be a million of them: a signal, and all else that happens, has its turn in between.
   */
  private void act() {
    do {
      carryOutDecisions();
      pipelines.stopOthers((reason, task) -> stopStarted(Target.task(task), reason));
      subtasks.start();
      commit.run();
      subtasks.answer();
      pool.dispatch();
    } while (slots.adjust() || pipelines.areToBeStopped());
    goesOn = !decisions.isEmpty();
    carryOutDecisions();
  }

  private void carryOutDecisions() {
    for (Decision decision = decisions.poll(); decision != null; decision = decisions.poll()) {
      act(decision);
    }
  }

  private void act(Decision decision) {
    switch (decision) {
      case Decision.Decide(int task) -> decide(plan.task(task));
      case Decision.Expand(int task) -> expand(plan.task(task));
      case Decision.Start(int task, long instance, int attempt) ->
          start(plan.task(task), instance, attempt);
      case Decision.FormParty(List<String> barriers) -> shared.makeWhole(barriers);
      case Decision.BreakParty(List<String> barriers, String reason) -> shared.breakUp(barriers);
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
      case Decision.Stop(Target target, String reason) -> stop(target, reason);
      case Decision.StopService(int task) -> services.stop(task);
      case Decision.SetEvent(String name) -> {
        tell(new RunEvent.EventSet(now(), name));
        commit.run();
        shared.setEvent(name);
      }
      case Decision.TaskEnded(int task, TaskStatus status) -> {
        fanOuts.forget(task);
        outputs.ended(plan.task(task).name(), status);
        tell(new RunEvent.TaskEnded(now(), task, status));
      }
    }
  }

  /** A task has set it while it runs. */
  private void eventSet(String name) {
    if (!scheduler.isSet(name)) {
      tell(new RunEvent.EventSet(now(), name));
      scheduler.on(new Event.EventSet(name));
    }
  }

  private void decide(PlannedTask task) {
    Condition condition = requireNonNull(task.spec().condition());
    Names names = fanOuts.names(task, PlannedTask.WHOLE);
    TaskProgress progress = scheduler.progress().get(task.number());
    try {
      Value answer = condition.expression().value(new ConditionNames(names, progress));
      scheduler.on(new Event.Decided(task.number(), answer.isTrue()));
    } catch (EvaluationException e) {
      String reason = "its condition `" + condition.written() + "` has no value: " + e.getMessage();
      scheduler.on(new Event.NotExpanded(task.number(), reason));
    }
  }

  private void expand(PlannedTask task) {
    fanOuts.find(
        task,
        fanOuts.names(task, PlannedTask.WHOLE),
        (items, hash) -> expanded(task, items.count(), hash),
        reason -> scheduler.on(new Event.NotExpanded(task.number(), reason)));
  }

  private void expanded(PlannedTask task, long count, @Nullable String hash) {
    folder.makeLogFolder(task.name());
    if (hash != null) {
      tell(new RunEvent.ItemsFound(now(), task.number(), hash));
    }
    tell(new RunEvent.TaskActivated(now(), task.number(), count));
    scheduler.on(new Event.Expanded(task.number(), count));
  }

  private void start(PlannedTask task, long instance, int attemptNumber) {
    String item = fanOuts.itemOf(task, instance);
    InstanceNames names = fanOuts.names(task, instance);
    Attempt attempt;
    try {
      attempt = assignments.of(task, instance, attemptNumber, item, names);
    } catch (EvaluationException e) {
      notStarted(task, instance, attemptNumber, String.valueOf(e.getMessage()));
      return;
    }
    if (Freshness.concerns(task)) {
      freshness.look(
          attempt,
          task,
          names,
          () -> admit(attempt, task),
          outcome -> conclude(attempt, task, 0, ResourceUse.NONE, outcome));
    } else {
      admit(attempt, task);
    }
  }

  private void admit(Attempt attempt, PlannedTask task) {
    admission.admit(attempt, task.spec().acquire(), () -> begin(attempt));
  }

  private void notStarted(PlannedTask task, long instance, int attempt, String reason) {
    pipelines.ended(
        task.number(),
        System.nanoTime(),
        new Outcome.FailedToStart(reason),
        judged -> tellEnd(task, instance, attempt, 0, ResourceUse.NONE, judged, null));
  }

  private void begin(Attempt attempt) {
    var run = attempt.run();
    int task = run.task().number();
    tell(new RunEvent.AttemptStarted(now(), task, run.instance(), run.attempt()));
    running.add(attempt);
    pool.submit(attempt, scheduler.startsAhead(task));
  }

  private void retryAfter(int task, long instance, int attempt, Duration delay) {
    tell(new RunEvent.RetryPlanned(now(), task, instance, attempt, delay));
    timers.after(delay, () -> scheduler.on(new Event.RetryDue(task, instance, attempt)));
  }

  @Override
  public void finished(Attempt attempt, Finished finished) {
    int task = attempt.run().task().number();
    if (finished.warnings() > 0) {
      tell(
          new RunEvent.Warned(
              now(), task, finished.instance(), finished.attempt(), finished.warnings()));
    }
    if (finished.forked() > 0) {
      tell(
          new RunEvent.SubtasksDone(
              now(), task, finished.instance(), finished.attempt(), finished.forked()));
    }
    if (attempt.run().subtask() != null) {
      ended(attempt, finished.nanos(), finished.use(), outcomes.of(finished.ending()));
      return;
    }
    if (paces.get(task).measured(finished.nanos())) {
      scheduler.on(new Event.Paced(task, paces.get(task).ahead(plan.slots())));
    }
    ended(attempt, finished.nanos(), finished.use(), outcome(attempt, finished.ending()));
  }

  private Outcome outcome(Attempt attempt, Finished.Ending ending) {
    PlannedTask task = plan.task(taskOf(attempt));
    if (task.spec().isService()) {
      boolean wasReady = scheduler.progress().get(task.number()).hasBeenReady();
      return outcomes.ofService(ending, wasReady);
    }
    return outcomes.of(ending);
  }

  @Override
  public void probed(Attempt attempt, Readiness readiness) {
    services.probed(attempt, readiness);
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
  public void begunAgain(Attempt attempt, WorkerExit exit) {
    subtasks.abandon(attempt);
    var run = attempt.run();
    if (pipelines.areSpent(run.task().number())) {
      running.stop(attempt, new StopReason.Lost(exit.cause()));
      return;
    }
    tell(
        new RunEvent.AttemptBegunAgain(
            now(), run.task().number(), run.instance(), run.attempt(), exit.cause()));
  }

  @Override
  public void workerRecycled(String worker, String because) {
    tell(new RunEvent.WorkerRecycled(now(), worker, because));
  }

  @Override
  public void workersLacking(String why) {
    tell(new RunEvent.Restricted(now(), why + ". The run goes on with those that there are"));
  }

  @Override
  public void notRun(Attempt attempt, String reason) {
    ended(attempt, new Outcome.FailedToStart(reason));
  }

  private void ended(Attempt attempt, Outcome outcome) {
    ended(attempt, attempt.runningFor().toNanos(), ResourceUse.NONE, outcome);
  }

  private void ended(Attempt attempt, long nanos, ResourceUse use, Outcome outcome) {
    attempt.noteEnd();
    StopReason stopped = running.remove(attempt);
    Outcome result = stopped == null ? outcome : stopped.outcome(Duration.ofNanos(nanos));
    if (subtasks.isAlone(attempt)) {
      endedAlone(attempt, nanos, use, result);
    } else {
      subtasks.whenAlone(attempt, () -> endedAlone(attempt, nanos, use, result));
    }
  }

  private void endedAlone(Attempt attempt, long nanos, ResourceUse use, Outcome result) {
    if (attempt.run().subtask() != null) {
      subtasks.ended(attempt, nanos, use, result);
      return;
    }
    PlannedTask task = plan.task(taskOf(attempt));
    if (Aftermath.follows(task)) {
      long at = attempt.endedAt();
      boolean again = !pipelines.have(task.number()) && scheduler.isRetried(event(attempt, result));
      aftermath.settle(
          attempt,
          task,
          fanOuts.names(task, attempt.run().instance()),
          result,
          nanos > 0,
          again,
          settled -> judge(attempt, task, at, nanos, use, settled));
    } else {
      judge(attempt, task, attempt.endedAt(), nanos, use, result);
    }
  }

  private static Event.Ended event(Attempt attempt, Outcome outcome) {
    var run = attempt.run();
    return new Event.Ended(run.task().number(), run.instance(), run.attempt(), outcome);
  }

  private void judge(
      Attempt attempt, PlannedTask task, long at, long nanos, ResourceUse use, Outcome outcome) {
    if (pipelines.have(task.number())) {
      pipelines.ended(
          task.number(), at, outcome, judged -> conclude(attempt, task, nanos, use, judged));
    } else {
      conclude(attempt, task, nanos, use, outcome);
    }
  }

  /** Its end counts: others may have what it held, and know of it. */
  private void conclude(
      Attempt attempt, PlannedTask task, long nanos, ResourceUse use, Outcome outcome) {
    admission.release(attempt);
    outputs.put(task, attempt.run().instance(), outcome);
    int number = outcome instanceof Outcome.UpToDate ? 0 : attempt.run().attempt();
    tellEnd(task, attempt.run().instance(), number, nanos, use, outcome, runs.of(attempt));
  }

  private void tellEnd(
      PlannedTask task,
      long instance,
      int attempt,
      long nanos,
      ResourceUse use,
      Outcome outcome,
      @Nullable Ran ran) {
    String item = outcome.isGood() ? null : fanOuts.itemOf(task, instance);
    // It may have set them while it ran: that counts, and comes before its end.
    shared.look(task.spec().sets());
    var ended = new Event.Ended(task.number(), instance, attempt, outcome);
    boolean again = scheduler.isRetried(ended);
    tell(
        new RunEvent.AttemptEnded(
            now(), task.number(), instance, attempt, nanos, use, outcome, again, item, ran));
    if (!task.spec().isService()) { // which had no slot
      slots.attemptEnded();
    }
    scheduler.on(ended);
  }

  private void tell(RunEvent event) {
    observers.accept(event);
  }

  private long now() {
    return clock.millis();
  }
}
