package orchestrate.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.wait.Deadline;
import orchestrate.worker.durable.OpenQueues;
import orchestrate.worker.process.CommandExecutor;
import orchestrate.worker.process.Guardian;
import orchestrate.worker.process.Pipes;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Stop;
import orchestrate.worker.protocol.WorkerChannel;

/**
 * A worker process: waits until it is told what it is for, starts its lanes, then hands them the
 * coordinator's wishes to stop.
 *
 * <p>Arguments: the coordinator's process id, and {@code early} if it boots before there is a run.
 */
public final class WorkerMain {
  /** What tells a worker that it boots before there is a run. */
  public static final String EARLY = "early";

  private final UncaughtErrors errors;
  private final WorkerChannel channel;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<LaneReader> readers = new ArrayList<>();

  private WorkerMain(UncaughtErrors errors, WorkerChannel channel) {
    this.errors = errors;
    this.channel = channel;
  }

  public static void main(String[] arguments) throws IOException {
    var errors = new UncaughtErrors();
    Thread.setDefaultUncaughtExceptionHandler(errors);
    var guardian = Guardian.guard(Long.parseLong(arguments[0]), CommandExecutor::startNoMore);
    boolean early = arguments.length > 1 && arguments[1].equals(EARLY);
    if (early) {
      EarlyStart.makeReady();
    }
    Optional<WorkerSetup> told = WorkerSetup.read(System.in);
    if (told.isPresent()) {
      if (early) {
        EarlyStart.moveTo(told.get());
      }
      work(told.get(), guardian, errors);
    }
    // A task may have left threads running: the worker's end does not wait for them.
    Runtime.getRuntime().exit(0);
  }

  private static void work(WorkerSetup setup, Guardian guardian, UncaughtErrors errors)
      throws IOException {
    TaskEnvironment.add(setup.environment(), setup.withheld());
    var session = Session.open(setup.session(), setup.label());
    guardian.watch(session);
    var channel = WorkerChannel.open(setup.channelFile());
    var bell = new Doorbell(MappedRegion.open(WorkerSetup.bellFile(setup.session())).segment());
    var worker = new WorkerMain(errors, channel);
    channel.setUp();
    bell.ring(); // Subtasks are given only to workers that are up.
    worker.startLanes(setup, session, bell);
    LastWords.prepare(channel, worker.lanes);
    worker.obey();
    session.close();
  }

  private void startLanes(WorkerSetup setup, Session session, Doorbell bell) {
    OutputCapture.install();
    var classes = new TaskClasses();
    var queues = new OpenQueues(session);
    var pipes = new Pipes();
    for (int number = 0; number < setup.lanes(); number++) {
      if (number == 0 || !setup.virtual()) {
        readers.add(new LaneReader(channel.lane(number).commands(), classes));
      }
      var reader = readers.getLast();
      lanes.add(new Lane(setup, number, channel, bell, session, queues, reader, pipes));
    }
    if (setup.virtual()) {
      startReader(readers.getFirst());
    } else {
      lanes.forEach(this::startThread);
    }
  }

  private void startThread(Lane lane) {
    LaneReader reader = readers.get(lane.number());
    String name = nameOf(lane.number());
    var group = new ThreadGroup(name); // of what its tasks start, too
    Thread.ofPlatform()
        .group(group)
        .name(name)
        .daemon()
        .start(() -> errors.runOrEnd(() -> reader.run((run, _) -> lane.run(run))));
  }

  /** It waits in the kernel for all lanes, which virtual threads must not. */
  private void startReader(LaneReader reader) {
    Thread.ofPlatform()
        .name("lanes")
        .daemon()
        .start(() -> errors.runOrEnd(() -> reader.run(this::startVirtual)));
  }

  private void startVirtual(Run run, int number) {
    Thread.ofVirtual()
        .name(nameOf(number))
        .start(() -> errors.runOrEnd(() -> lanes.get(number).run(run)));
  }

  private static String nameOf(int lane) {
    return "lane-" + lane;
  }

  private void obey() {
    var control = channel.control();
    var message = new byte[control.ring().maxMessage()];
    var reader = new MessageReader(message);
    while (true) {
      if (control.ring().poll(message) >= 0) {
        Stop stop = Stop.read(reader);
        if (stop.lane() == Stop.WORKER) {
          readers.forEach(LaneReader::close);
          return;
        }
        lanes.get(stop.lane()).stop(stop);
      } else {
        awaitControl(control);
      }
    }
  }

  private static void awaitControl(WorkerChannel.Mailbox control) {
    try {
      control.bell().await(() -> !control.ring().isEmpty(), Deadline.never());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt a worker's main thread", e);
    }
  }
}
