package orchestrate.coordinator.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import orchestrate.config.Explanation;
import orchestrate.ipc.wait.Deadline;
import orchestrate.worker.autopsy.CrashReport;
import orchestrate.worker.autopsy.SignalNames;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.LogFiles;
import orchestrate.worker.protocol.Readiness;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Stop;
import orchestrate.worker.protocol.WorkerChannel;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a run: hands attempts to free lanes, collects how they ended, and starts a new
 * worker where one has died, or can't be trusted any more. A worker that dies takes down only the
 * attempts that it was running: those that waited in its lanes are given to others.
 *
 * <p>Belongs to the run's thread; what other threads notice reaches it through the {@link Inbox}.
 */
public final class WorkerPool {
  /** How long a recycled worker may take to end in order. */
  private static final Duration ENDING_PATIENCE = Duration.ofSeconds(2);

  private final PoolSetup setup;
  private final Inbox inbox;
  private final PoolListener listener;
  private final Spawner spawner;
  private final AotCaches caches = AotCaches.ofThisProcess();
  private final WorkerCommand command;
  private final LogFiles logFiles;
  private final WorkerFactory factory;
  private final WorkerAutopsy autopsy;
  private final WearLimits wear;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final Lanes javaLanes = new Lanes();
  private final Lanes commandLanes = new Lanes();
  private final Wire wire = new Wire();
  private final Boards boards = new Boards(workers, wire);
  private final FutileWorkers futile = new FutileWorkers();
  private boolean toldOfLack;
  private boolean closing;

  public WorkerPool(
      PoolSetup setup, Spawner spawner, Inbox inbox, PoolListener listener, SignalNames signals) {
    Orphans.adopt();
    this.setup = setup;
    this.spawner = spawner;
    this.inbox = inbox;
    this.listener = listener;
    this.logFiles = LogFiles.of(setup.runFolder());
    this.factory = new WorkerFactory(setup, logFiles);
    this.wear = new WearLimits(setup.recycle());
    this.autopsy = new WorkerAutopsy(logFiles, signals);
    this.command =
        new WorkerCommand(
            setup.javaOptions(),
            setup.durableQueues(),
            setup.withheld(),
            setup.environment(),
            logFiles,
            caches);
  }

  private Lanes lanes(WorkerKind kind) {
    return switch (kind) {
      case JAVA -> javaLanes;
      case COMMANDS -> commandLanes;
    };
  }

  /** Starts workers before there is work for them: they boot while the caller goes on. */
  public void open(WorkerKind kind, int count) {
    for (int i = 0; i < count; i++) {
      addWorker(kind);
    }
  }

  /** There will be no commands: the worker that was started for them in advance may go. */
  public void openNone() {
    spawner.dismissEarly();
  }

  private void addWorker(WorkerKind kind) {
    int lanes = Math.min(setup.lanesOfOne(kind), setup.lanes(kind) - lanesOf(kind));
    WorkerProcess worker = startWorker(kind, lanes);
    if (worker != null) {
      worker.enterService();
    }
  }

  /** Null if there is no room for another. */
  private @Nullable WorkerProcess startWorker(WorkerKind kind, int lanes) {
    WorkerProcess worker;
    try {
      worker = factory.create(kind, lanes);
    } catch (IOException e) {
      lack(kind, e);
      return null;
    }
    Path log = logFiles.ofWorker(worker.setup().number());
    ProcessBuilder builder = command.of(worker.setup(), kind, log.toFile());
    workers.add(worker);
    lanes(kind).add(worker);
    spawner.spawn(
        builder,
        kind,
        worker.setup(),
        process -> {
          inbox.post(() -> worker.started(process));
          var _ = process.onExit().thenAccept(p -> inbox.post(() -> exited(worker, p.exitValue())));
        },
        failure -> inbox.post(() -> notStarted(worker, failure)));
    return worker;
  }

  /** The run goes on with those that there are, and tries again when there may be room. */
  private void lack(WorkerKind kind, IOException failure) {
    String why = "no further worker can be had: " + Explanation.of(failure);
    lanes(kind).lack(why);
    if (!toldOfLack && !lanes(kind).all().isEmpty()) {
      toldOfLack = true;
      listener.workersLacking(why);
    }
  }

  /**
   * Takes the attempt, to be handed to a lane by {@link #dispatch}; the listener is told how it
   * ended.
   *
   * @param ahead it is sure to be over soon, so it needs no lane of its own
   */
  public void submit(Attempt attempt, boolean ahead) {
    if (ahead) {
      attempt.mayQueue();
    }
    lanes(attempt.kind()).waiting().addLast(attempt);
  }

  /** Hands to lanes what waits and can be handed out, and wakes those that sleep. */
  public void dispatch() {
    dispatch(WorkerKind.JAVA);
    dispatch(WorkerKind.COMMANDS);
  }

  private void dispatch(WorkerKind kind) {
    Lanes lanes = lanes(kind);
    if (lanes.waiting().isEmpty()) {
      lanes.rebalance();
    }
    if (!lanes.waiting().isEmpty()) {
      handOut(kind, lanes.waiting());
      for (LaneSlot lane : lanes.all()) {
        lane.ringIfDue();
      }
    }
  }

  private void handOut(WorkerKind kind, Deque<Attempt> waiting) {
    // Counted once: there may be many workers, and many attempts that only wait in their lanes.
    boolean full = closing || lanesOf(kind) >= setup.lanes(kind);
    for (Attempt next = waiting.peek(); next != null; next = waiting.peek()) {
      LaneSlot lane = futile.verdict() == null ? lanes(kind).leastLoaded() : null;
      if (!full && (lane == null || !lane.hasFreeLane()) && mayStart(kind)) {
        addWorker(kind);
        full = lanesOf(kind) >= setup.lanes(kind);
        lane = lanes(kind).leastLoaded();
      }
      if (lane != null && !lane.hasFreeLane() && !next.canQueue()) {
        lane = null;
      }
      String never = lane == null ? whyNever(next, kind) : null;
      if (never != null) {
        listener.notRun(waiting.remove(), never);
        continue;
      }
      if (lane == null || !give(lane, next)) {
        return;
      }
      waiting.remove();
    }
  }

  private boolean mayStart(WorkerKind kind) {
    return futile.verdict() == null && !lanes(kind).isLacking();
  }

  private @Nullable String whyNever(Attempt attempt, WorkerKind kind) {
    String verdict = futile.verdict();
    return verdict != null ? verdict : lanes(kind).whyNever(attempt);
  }

  private int lanesOf(WorkerKind kind) {
    int count = 0;
    for (WorkerProcess worker : workers) {
      if (worker.kind() == kind && worker.takesMore()) {
        count += worker.setup().lanes();
      }
    }
    return count;
  }

  /** Says whether the lane has room for it. One that no lane ever has room for has ended. */
  private boolean give(LaneSlot lane, Attempt attempt) {
    return switch (lane.give(attempt, wire)) {
      case DONE -> {
        lanes(attempt.kind()).changed(lane);
        yield true;
      }
      case NO_ROOM -> false;
      case TOO_LONG -> {
        listener.notRun(
            attempt,
            "%s and environment take more than %,d bytes; put long values, and long lists, into files"
                .formatted(
                    attempt.kind() == WorkerKind.JAVA ? "its values" : "its command line",
                    WorkerChannel.LONGEST_MESSAGE));
        yield true;
      }
    };
  }

  /** The subtasks that Java tasks offer. */
  public Boards boards() {
    return boards;
  }

  /**
   * How many subtasks could begin at once: as many as there are idle lanes for Java tasks, in
   * workers that are up.
   */
  public int spareLanes() {
    return Math.max(0, idleJavaLanes(true) - javaLanes.waiting().size());
  }

  /** Whether a worker could be started for a subtask, and none boots already. */
  public boolean mayBootForSubtasks() {
    return !closing
        && futile.verdict() == null
        && !javaLanes.isLacking()
        && idleJavaLanes(false) == 0
        && lanesOf(WorkerKind.JAVA) < setup.lanes(WorkerKind.JAVA);
  }

  /** Starts workers for so many subtasks, which are better off where they are until it is up. */
  public void bootForSubtasks(int count) {
    if (mayBootForSubtasks()) {
      int each = setup.lanesOfOne(WorkerKind.JAVA);
      int most = (setup.lanes(WorkerKind.JAVA) - lanesOf(WorkerKind.JAVA)) / each;
      open(WorkerKind.JAVA, Math.min(most, Math.ceilDiv(count, each)));
    }
  }

  private int idleJavaLanes(boolean up) {
    int count = 0;
    for (LaneSlot lane : javaLanes.all()) {
      WorkerProcess worker = lane.worker();
      if (lane.isIdle() && worker.takesMore() && worker.channel().isUp() == up) {
        count++;
      }
    }
    return count;
  }

  /** Whether {@link #collect} would find something. */
  public boolean hasResults() {
    return hasResults(javaLanes.all()) || hasResults(commandLanes.all());
  }

  private static boolean hasResults(List<LaneSlot> lanes) {
    for (int i = 0; i < lanes.size(); i++) {
      if (lanes.get(i).hasResult()) {
        return true;
      }
    }
    return false;
  }

  /** Whether nobody waits for us: all lanes have enough to do for now, and no results. */
  public boolean isWellSupplied() {
    return javaLanes.areSupplied() && commandLanes.areSupplied() && !hasResults();
  }

  /** Tells the listener of the attempts that have ended. */
  public void collect() {
    collect(javaLanes.all());
    collect(commandLanes.all());
  }

  private void collect(List<LaneSlot> lanes) {
    for (int i = 0; i < lanes.size(); i++) {
      collect(lanes.get(i));
    }
  }

  /** Not more than the lane was given: others have results, too. */
  private void collect(LaneSlot lane) {
    boolean more = true;
    for (int most = lane.load(); more && most > 0; ) {
      switch (lane.poll(wire)) {
        case Finished finished -> {
          end(lane, finished);
          most--;
        }
        case Readiness readiness -> listener.probed(lane.of(readiness), readiness);
        case null -> more = false;
      }
    }
    lanes(lane.worker().kind()).changed(lane);
  }

  private void end(LaneSlot lane, Finished finished) {
    Attempt attempt = lane.remove(finished);
    futile.oneWasOfUse();
    WorkerProcess worker = lane.worker();
    if (finished.ending() instanceof Finished.JvmFailed) {
      retire(worker, new WorkerEnd.Distrusted());
    } else if (wear.areReachedBy(worker.attemptEnded())) {
      replaceIfWorn(worker);
    }
    endIfRetired(worker);
    listener.finished(attempt, finished);
  }

  /** Another takes its place: its successor, or a new one as soon as there is work for it. */
  private void retire(WorkerProcess worker, WorkerEnd reason) {
    withdraw(worker);
    worker.retire(reason);
    worker.letSuccessorIn();
    endIfRetired(worker);
  }

  private void endIfRetired(WorkerProcess worker) {
    WorkerEnd reason = worker.end();
    if (worker.isRetiring() && worker.isIdle() && reason != null) {
      if (reason.atOneStroke()) {
        worker.kill(reason);
      } else {
        worker.ending(reason);
        send(worker, Stop.worker());
      }
    }
  }

  /**
   * Looks for workers that are worn out, for those that take too long to end, and whether there is
   * room for those that are lacking. To be called every second or so.
   */
  public void inspect() {
    thereMayBeRoom();
    for (WorkerProcess worker : List.copyOf(workers)) {
      replaceIfWorn(worker);
      WorkerEnd reason = worker.end();
      if (reason != null && worker.endingNanos() > ENDING_PATIENCE.toNanos()) {
        worker.kill(reason);
      }
    }
  }

  /**
   * The new one boots while the old one works on. The one for commands runs nobody's code, so it
   * doesn't wear; and all of a pipeline must be in one.
   */
  private void replaceIfWorn(WorkerProcess worker) {
    WorkerProcess successor = worker.successor();
    if (closing
        || worker.kind() != WorkerKind.JAVA
        || !worker.takesMore()
        || (successor != null && !successor.channel().isUp())) {
      return;
    }
    String because = wear.reached(worker);
    if (because != null && successor != null) {
      listener.workerRecycled(worker.setup().label(), because);
      retire(worker, new WorkerEnd.Recycled(because));
    } else if (because != null && !lanes(worker.kind()).isLacking()) {
      worker.setSuccessor(startWorker(worker.kind(), setup.lanesOfOne(worker.kind())));
    }
  }

  /** To be called when shared memory may have become free. */
  private void thereMayBeRoom() {
    javaLanes.lack(null);
    commandLanes.lack(null);
  }

  /** Takes back what its lanes haven't begun with; says whether there was something. */
  private boolean withdraw(WorkerProcess worker) {
    Deque<Attempt> waiting = lanes(worker.kind()).waiting();
    int before = waiting.size();
    worker.lanes().forEach(lane -> withdraw(lane, lanes(worker.kind())));
    return waiting.size() > before;
  }

  private static void withdraw(LaneSlot lane, Lanes lanes) {
    lane.withdraw(lanes.waiting());
    lanes.changed(lane);
  }

  /** All attempts that haven't ended. */
  public List<Attempt> attempts() {
    List<Attempt> all = new ArrayList<>();
    for (WorkerKind kind : WorkerKind.values()) {
      lanes(kind).all().forEach(lane -> all.addAll(lane.attempts()));
      all.addAll(lanes(kind).waiting());
    }
    return all;
  }

  /**
   * Stops an attempt. If no lane has begun with it, none ever will, and nobody is told.
   *
   * @param force false asks it to end, true ends it; a Java task is ended with its worker
   * @return whether a lane runs it: then the listener will be told of its end
   */
  public boolean stop(Attempt attempt, boolean force) {
    attempt.stopping();
    Deque<Attempt> waiting = lanes(attempt.kind()).waiting();
    if (attempt.lane() != null) {
      withdraw(attempt.lane(), lanes(attempt.kind()));
    }
    LaneSlot lane = attempt.lane();
    if (lane == null) {
      waiting.remove(attempt);
      return false;
    }
    if (force && attempt.kind() == WorkerKind.JAVA) {
      kill(lane.worker(), new WorkerEnd.KilledFor(attempt));
    } else {
      send(lane, attempt, force ? Stop.Rung.FORCE : Stop.Rung.ASK);
    }
    return true;
  }

  /** What waits in its rings is not to die with it. */
  private void kill(WorkerProcess worker, WorkerEnd reason) {
    withdraw(worker);
    worker.kill(reason);
  }

  /** Has a Java task that a lane runs show in its log where it is. */
  public void show(Attempt attempt) {
    LaneSlot lane = attempt.lane();
    if (lane != null && attempt.kind() == WorkerKind.JAVA) {
      send(lane, attempt, Stop.Rung.SHOW);
    }
  }

  private void send(LaneSlot lane, Attempt attempt, Stop.Rung rung) {
    Run run = attempt.run();
    int task = run.task().number();
    send(
        lane.worker(),
        new Stop(attempt.laneNumber(), task, run.instance(), run.attempt(), run.subtaskId(), rung));
  }

  /** Ends the worker that runs the attempt, and so whatever else it runs. */
  public void killWorkerOf(Attempt attempt) {
    LaneSlot lane = attempt.lane();
    if (lane != null) {
      kill(lane.worker(), new WorkerEnd.KilledFor(attempt));
    }
  }

  private void send(WorkerProcess worker, Stop stop) {
    wire.encode(stop);
    var control = worker.channel().control();
    if (wire.offer(control.ring())) {
      control.bell().ring();
    } else {
      kill(worker, new WorkerEnd.Stuck());
    }
  }

  private void notStarted(WorkerProcess worker, IOException failure) {
    var exit = new WorkerExit("could not be started: " + Explanation.of(failure), false);
    lose(worker, exit, false);
  }

  private void exited(WorkerProcess worker, int exitValue) {
    CrashReport.mask(logFiles.ofCrash(worker.setup().number()), setup.secrets());
    lose(worker, autopsy.of(worker, exitValue), worker.channel().isUp());
  }

  private void lose(WorkerProcess worker, WorkerExit exit, boolean wasUp) {
    workers.remove(worker);
    worker.gone();
    worker.lanes().forEach(this::collect); // What it has finished before it died counts.
    boolean hadWork = withdraw(worker);
    List<Attempt> lost = takeAttempts(worker);
    LaneLogs.keep(worker, logFiles);
    lanes(worker.kind()).remove(worker);
    worker.lanes().forEach(LaneSlot::closeBoard);
    discard(worker);
    thereMayBeRoom();
    if (!closing) {
      Orphans.kill(spawner.alive());
    }
    if (!lost.isEmpty()) {
      futile.oneWasOfUse();
    } else if (worker.end() == null && (hadWork || !wasUp)) {
      futile.died(exit.cause());
    }
    workers.forEach(other -> other.loseSuccessor(worker));
    worker.letSuccessorIn();
    lost.forEach(attempt -> lose(attempt, worker, exit));
  }

  private void discard(WorkerProcess worker) {
    try {
      factory.discard(worker);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete what is left of " + worker.setup().label(), e);
    }
  }

  /** Whoever shared a worker with one that had to be killed begins again; others use a service. */
  private void lose(Attempt attempt, WorkerProcess worker, WorkerExit exit) {
    if (worker.end() instanceof WorkerEnd.KilledFor
        && !attempt.isStopping()
        && !attempt.isService()) {
      attempt.beginAgain();
      lanes(worker.kind()).waiting().addFirst(attempt);
      listener.begunAgain(attempt, exit);
    } else {
      listener.workerLost(attempt, exit);
    }
  }

  private static List<Attempt> takeAttempts(WorkerProcess worker) {
    List<Attempt> taken = new ArrayList<>();
    worker.lanes().forEach(lane -> taken.addAll(lane.lose()));
    return taken;
  }

  /**
   * Ends all workers, and returns when they are gone. Those that run the user's code may finish in
   * order, for a while; one for commands has nothing to finish.
   */
  public void close() throws InterruptedException {
    closing = true;
    Deadline deadline = Deadline.after(caches.patience());
    for (WorkerProcess worker : workers) {
      if (worker.channel().isUp() && (worker.kind() == WorkerKind.JAVA || caches.training())) {
        worker.ending(new WorkerEnd.RunOver());
        send(worker, Stop.worker());
      } else {
        worker.kill(new WorkerEnd.RunOver());
      }
    }
    while (!workers.isEmpty() && !deadline.expired()) {
      inbox.await(() -> false, deadline);
      inbox.runPosted();
    }
    workers.forEach(worker -> worker.kill(new WorkerEnd.RunOver()));
    while (!workers.isEmpty()) {
      inbox.await(() -> false, Deadline.never());
      inbox.runPosted();
    }
    Orphans.kill(spawner.alive());
    spawner.unguard();
  }
}
