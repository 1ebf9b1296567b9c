package orchestrate.coordinator.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.ipc.wait.Deadline;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.LogFiles;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Stop;
import orchestrate.worker.protocol.WorkerChannel;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a run: hands attempts to free lanes, collects how they ended, and starts a new
 * worker where one has died, or can't be trusted any more. A worker that dies takes down only the
 * attempts that it was running.
 *
 * <p>Belongs to the run's thread; what other threads notice reaches it through the {@link Inbox}.
 */
public final class WorkerPool {
  /** So many workers in a row that die before they are up, and we stop starting more. */
  private static final int MAX_FAILED_STARTS = 3;

  private final PoolSetup setup;
  private final Inbox inbox;
  private final PoolListener listener;
  private final Spawner spawner;
  private final AotCaches caches = AotCaches.ofThisProcess();
  private final WorkerCommand command;
  private final LogFiles logFiles;
  private final WorkerAutopsy autopsy;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final List<LaneSlot> busy = new ArrayList<>();
  private final Lanes javaLanes = new Lanes();
  private final Lanes commandLanes = new Lanes();
  private final MessageWriter writer = new MessageWriter();
  private byte[] message = new byte[0];
  private MessageReader reader = new MessageReader(message);
  private int lastNumber;
  private int failedStarts;
  private @Nullable String broken;
  private boolean closing;

  public WorkerPool(
      PoolSetup setup, Spawner spawner, Inbox inbox, PoolListener listener, SignalNames signals) {
    Orphans.adopt();
    this.setup = setup;
    this.spawner = spawner;
    this.inbox = inbox;
    this.listener = listener;
    this.logFiles = LogFiles.of(setup.runFolder());
    this.autopsy = new WorkerAutopsy(logFiles, signals);
    this.command = new WorkerCommand(setup.javaOptions(), setup.environment(), logFiles, caches);
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
    var worker = create(kind);
    workers.add(worker);
    lanes(kind).free().addAll(worker.lanes());
    Path log = createLog(worker);
    ProcessBuilder builder = command.of(worker.setup(), kind, log.toFile());
    spawner.spawn(
        builder,
        kind,
        worker.setup(),
        process -> {
          inbox.post(() -> worker.started(process));
          var _ = process.onExit().thenAccept(p -> inbox.post(() -> exited(worker, p.exitValue())));
        },
        failure -> inbox.post(() -> notStarted(worker, failure)));
  }

  private Path createLog(WorkerProcess worker) {
    Path log = logFiles.ofWorker(worker.setup().number());
    try {
      return Files.createFile(log, OwnerOnly.FILE);
    } catch (IOException e) {
      throw new UncheckedIOException("can't make the log of " + worker.setup().label(), e);
    }
  }

  private WorkerProcess create(WorkerKind kind) {
    int lanes = kind.lanesOf(setup.slots());
    var worker = setup.worker(++lastNumber, lanes);
    try {
      return new WorkerProcess(worker, kind, WorkerChannel.create(worker.channelFile(), lanes));
    } catch (IOException e) {
      throw new UncheckedIOException("can't reserve shared memory for " + worker.label(), e);
    }
  }

  /** Runs the attempt as soon as a lane is free; the listener is told how it ended. */
  public void submit(Attempt attempt) {
    lanes(attempt.kind()).waiting().add(attempt);
    assign(attempt.kind());
  }

  private void assign(WorkerKind kind) {
    Deque<Attempt> queue = lanes(kind).waiting();
    while (!queue.isEmpty() && broken != null) {
      listener.notRun(queue.remove(), broken);
    }
    while (!queue.isEmpty() && hasFreeLane(kind)) {
      give(lanes(kind).free().pop(), queue.remove());
    }
  }

  /** Starts a worker if none is free and there may be more. */
  private boolean hasFreeLane(WorkerKind kind) {
    if (lanes(kind).free().isEmpty() && !closing && lanesOf(kind) < setup.slots()) {
      addWorker(kind);
    }
    return !lanes(kind).free().isEmpty();
  }

  private int lanesOf(WorkerKind kind) {
    return workers.stream()
        .filter(worker -> worker.kind() == kind && !worker.isRetired())
        .mapToInt(worker -> worker.lanes().size())
        .sum();
  }

  private void give(LaneSlot lane, Attempt attempt) {
    attempt.run().write(writer);
    var commands = lane.channel().commands();
    if (writer.length() > commands.ring().maxMessage()) {
      lanes(attempt.kind()).free().push(lane);
      listener.notRun(
          attempt,
          "its command line and environment take %,d bytes, the limit is %,d; put long values into a file"
              .formatted(writer.length(), commands.ring().maxMessage()));
      return;
    }
    lane.give(attempt);
    busy.add(lane);
    if (!commands.ring().offer(writer.bytes(), writer.length())) {
      throw new IllegalStateException("a free lane has a full ring: " + lane.worker().setup());
    }
    commands.bell().ring();
  }

  /** Whether {@link #collect} would find something. */
  public boolean hasResults() {
    for (LaneSlot lane : busy) {
      if (!lane.channel().events().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Tells the listener of the attempts that have ended. */
  public void collect() {
    for (int i = busy.size() - 1; i >= 0; i--) {
      LaneSlot lane = busy.get(i);
      Finished finished = poll(lane);
      if (finished != null) {
        busy.remove(i);
        end(lane, finished);
      }
    }
  }

  private void end(LaneSlot lane, Finished finished) {
    Attempt attempt = lane.attempt();
    if (attempt == null || !attempt.isThatOf(finished)) {
      throw new IllegalStateException(
          lane.worker().setup().label() + " answered what it was not asked: " + finished);
    }
    failedStarts = 0;
    lane.free();
    if (finished.ending() instanceof Finished.JvmFailed) {
      retire(lane.worker());
    }
    if (lane.worker().isRetired()) {
      lane.worker().endIfRetired();
    } else if (!lane.worker().isGone()) {
      lanes(lane.worker().kind()).free().push(lane);
    }
    listener.finished(attempt, finished);
    assign(lane.worker().kind());
  }

  /** A new one takes its place as soon as there is work for it. */
  private void retire(WorkerProcess worker) {
    lanes(worker.kind()).free().removeIf(lane -> lane.worker() == worker);
    worker.retire();
  }

  private @Nullable Finished poll(LaneSlot lane) {
    var ring = lane.channel().events();
    if (ring.isEmpty()) {
      return null;
    }
    if (message.length < ring.maxMessage()) {
      message = new byte[ring.maxMessage()];
      reader = new MessageReader(message);
    }
    ring.poll(message);
    return Finished.read(reader);
  }

  /**
   * Stops an attempt. If it has not reached a lane yet, it never will, and nobody is told.
   *
   * @param force false asks it to end, true ends it; a Java task is ended with its worker
   * @return whether a lane runs it: then the listener will be told of its end
   */
  public boolean stop(Attempt attempt, boolean force) {
    attempt.stopping();
    LaneSlot lane = attempt.lane();
    if (lane == null) {
      lanes(attempt.kind()).waiting().remove(attempt);
      return false;
    }
    if (force && attempt.kind() == WorkerKind.JAVA) {
      lane.worker().kill();
    } else {
      send(lane, attempt.run(), force ? Stop.Rung.FORCE : Stop.Rung.ASK);
    }
    return true;
  }

  /** Has a Java task that a lane runs show in its log where it is. */
  public void show(Attempt attempt) {
    LaneSlot lane = attempt.lane();
    if (lane != null && attempt.kind() == WorkerKind.JAVA) {
      send(lane, attempt.run(), Stop.Rung.SHOW);
    }
  }

  private void send(LaneSlot lane, Run run, Stop.Rung rung) {
    send(lane.worker(), new Stop(lane.number(), run.task(), run.instance(), run.attempt(), rung));
  }

  /** Ends the worker that runs the attempt, and so whatever else it runs. */
  public void killWorkerOf(Attempt attempt) {
    LaneSlot lane = attempt.lane();
    if (lane != null) {
      lane.worker().kill();
    }
  }

  private void send(WorkerProcess worker, Stop stop) {
    stop.write(writer);
    var control = worker.channel().control();
    if (control.ring().offer(writer.bytes(), writer.length())) {
      control.bell().ring();
    } else {
      worker.kill(); // It has not read its control messages for hundreds of them: it is stuck.
    }
  }

  private void notStarted(WorkerProcess worker, IOException failure) {
    var exit = new WorkerExit("could not be started: " + failure.getMessage(), false);
    lose(worker, exit, false);
  }

  private void exited(WorkerProcess worker, int exitValue) {
    lose(worker, autopsy.of(worker, exitValue), worker.channel().isUp());
  }

  private void lose(WorkerProcess worker, WorkerExit exit, boolean wasUp) {
    workers.remove(worker);
    worker.gone();
    lanes(worker.kind()).free().removeIf(lane -> lane.worker() == worker);
    collectLast(worker);
    List<Attempt> lost = takeAttempts(worker);
    worker.channel().close();
    if (!closing) {
      Orphans.kill(spawner.alive());
      countFailedStarts(worker, exit.cause(), wasUp);
    }
    for (Attempt attempt : lost) {
      if (wasUp || attempt.isStopping() || broken != null) {
        listener.workerLost(attempt, exit);
      } else {
        submit(attempt); // It had not begun.
      }
    }
    assign(worker.kind());
  }

  /** What it has finished before it died counts. */
  private void collectLast(WorkerProcess worker) {
    for (LaneSlot lane : worker.lanes()) {
      if (lane.attempt() != null) {
        Finished finished = poll(lane);
        if (finished != null) {
          busy.remove(lane);
          end(lane, finished);
        }
      }
    }
  }

  private List<Attempt> takeAttempts(WorkerProcess worker) {
    List<Attempt> taken = new ArrayList<>();
    for (LaneSlot lane : worker.lanes()) {
      if (lane.attempt() != null) {
        taken.add(lane.attempt());
        busy.remove(lane);
        lane.free();
      }
    }
    return taken;
  }

  private void countFailedStarts(WorkerProcess worker, String cause, boolean wasUp) {
    failedStarts = wasUp ? 0 : failedStarts + 1;
    if (failedStarts >= MAX_FAILED_STARTS) {
      broken =
          "%d workers in a row ended before they were up; the last: %s; see %s"
              .formatted(failedStarts, cause, logFiles.ofWorker(worker.setup().number()));
    }
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
        send(worker, Stop.worker());
      } else {
        worker.kill();
      }
    }
    while (!workers.isEmpty() && !deadline.expired()) {
      inbox.await(() -> false, deadline);
      inbox.runPosted();
    }
    workers.forEach(WorkerProcess::kill);
    while (!workers.isEmpty()) {
      inbox.await(() -> false, Deadline.never());
      inbox.runPosted();
    }
    Orphans.kill(spawner.alive());
  }
}
