package orchestrate.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.ipc.session.Session;
import orchestrate.worker.durable.OpenQueues;
import orchestrate.worker.process.LaneSetup;
import orchestrate.worker.process.Launcher;
import orchestrate.worker.process.Pipes;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.Finished.Ending;
import orchestrate.worker.protocol.LaneReport;
import orchestrate.worker.protocol.LogFiles;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Stop;
import orchestrate.worker.protocol.SubtaskBoard;
import orchestrate.worker.protocol.TaskDefinition;
import orchestrate.worker.protocol.TraceContext;
import orchestrate.worker.protocol.WorkerChannel;
import org.jspecify.annotations.Nullable;

/**
 * One of a worker's lanes: it is given an attempt, runs it to its end on the thread that calls,
 * says how it ended, and is given the next.
 */
final class Lane {
  private final WorkerSetup setup;
  private final int number;
  private final WorkerChannel worker;
  private final WorkerChannel.Lane channel;
  private final Doorbell coordinatorBell;
  private final Session session;
  private final OpenQueues durableQueues;
  private final LaneSession ownSession;
  private final LaneReader reader;
  private final Pipes pipes;
  private final LogFiles logFiles;
  private final MessageWriter writer = new MessageWriter();
  private final ThreadUse use = new ThreadUse();
  private final LeftThreads threads = new LeftThreads();
  private final SubtaskPlaces places = new SubtaskPlaces(this);

  private @Nullable Run current;
  private @Nullable Thread thread;
  private @Nullable AttemptLog log;
  private @Nullable TaskRunner runner;
  private @Nullable Stop early;
  private @Nullable Launcher launcher;
  private @Nullable Launcher probeLauncher;

  /**
   * @param reader gives it its attempts
   * @param pipes by which the commands of all lanes are joined
   */
  Lane(
      WorkerSetup setup,
      int number,
      WorkerChannel worker,
      Doorbell coordinatorBell,
      Session session,
      OpenQueues durableQueues,
      LaneReader reader,
      Pipes pipes) {
    this.setup = setup;
    this.number = number;
    this.worker = worker;
    this.channel = worker.lane(number);
    this.coordinatorBell = coordinatorBell;
    this.session = session;
    this.durableQueues = durableQueues;
    this.ownSession = new LaneSession(session, setup, number);
    this.reader = reader;
    this.pipes = pipes;
    this.logFiles = LogFiles.of(setup.runFolder());
  }

  /** Runs it to its end, on this thread, and tells the coordinator. */
  void run(Run run) {
    send(perform(run));
  }

  private Finished perform(Run run) {
    long start = System.nanoTime();
    Ending ending;
    long nanos;
    ResourceUse used = ResourceUse.NONE;
    int warnings = 0;
    long forked = 0;
    long at = 0;
    try (var begunLog = new AttemptLog(() -> logFile(run))) {
      OutputCapture.bind(begunLog);
      TaskRunner begun = begin(run, begunLog, start);
      ending = MaskedEnding.of(begun.run(), run.task());
      long end = System.nanoTime();
      nanos = end - start;
      used = begun.use(nanos);
      warnings = begun.cleanUp(end);
      forked = begun.forked();
      at = begun.endedAt();
    } catch (IOException | RuntimeException e) {
      ending = MaskedEnding.of(new Finished.NotStarted(e.toString()), run.task());
      nanos = System.nanoTime() - start;
    } finally {
      end();
    }
    if (ending instanceof Finished.JvmFailed) {
      reader.close();
    }
    return new Finished(
        run.task().number(),
        run.instance(),
        run.attempt(),
        nanos,
        used,
        warnings,
        run.subtaskId(),
        forked,
        at,
        ending);
  }

  private synchronized TaskRunner begin(Run run, AttemptLog begunLog, long nanoTime) {
    current = run;
    thread = Thread.currentThread();
    channel.status().begin(run, nanoTime);
    if (!thread.isVirtual()) {
      use.begin(nanoTime);
    }
    log = begunLog;
    TaskRunner begun =
        switch (run.task().work()) {
          case TaskDefinition.Command command -> new CommandTaskRunner(run, command, this);
          case TaskDefinition.JavaTask java -> new JavaTaskRunner(run, java, begunLog, this);
        };
    runner = begun;
    if (early != null && matches(early, run)) {
      begun.stop(early.rung());
    }
    return begun;
  }

  private synchronized void end() {
    current = null;
    thread = null;
    runner = null;
    channel.status().end();
    log = null;
    // A stop may have come too late to be noticed; it is not the next task's.
    Thread.interrupted();
  }

  /**
   * Stops the attempt that the message names; one that hasn't begun yet is stopped as it begins.
   */
  synchronized void stop(Stop stop) {
    if (stop.rung() != Stop.Rung.SHOW) {
      early = stop;
    }
    if (runner != null && current != null && matches(stop, current)) {
      runner.stop(stop.rung());
    }
  }

  /** Writes it to the log of the attempt that runs here now, if one does. From any thread. */
  synchronized void tell(String words) {
    if (log != null) {
      try {
        log.write(words.getBytes(UTF_8));
      } catch (IOException e) {
        // The disk is full, or the like: the attempt's end is told all the same.
      }
    }
  }

  private static boolean matches(Stop stop, Run run) {
    return run.is(stop.task(), stop.instance(), stop.attempt(), stop.subtask());
  }

  /** The thread of the attempt that runs here now; null if none does. From any thread. */
  synchronized @Nullable Thread thread() {
    return thread;
  }

  /** Tells the coordinator. From any thread. */
  void send(LaneReport report) {
    synchronized (channel.events()) { // which other lanes may share
      report.write(writer);
      while (!channel.events().offer(writer.bytes(), writer.length())) {
        // The ring holds many results, and each lane has one: the coordinator is stopped, or they
        // are long.
        coordinatorBell.ring();
        LockSupport.parkNanos(1_000_000);
      }
    }
    coordinatorBell.ring();
  }

  int number() {
    return number;
  }

  WorkerSetup setup() {
    return setup;
  }

  Session session() {
    return session;
  }

  /** Those of the worker. */
  OpenQueues durableQueues() {
    return durableQueues;
  }

  /** In which nobody else takes part than the tasks of this lane. */
  Session ownSession() {
    return ownSession.get();
  }

  LaneTasks tasks() {
    return reader.tasks();
  }

  /** On the lane's thread. Made when the first command comes. */
  Launcher launcher() throws IOException {
    if (launcher == null) {
      launcher =
          Launcher.of(
              new LaneSetup(
                  TaskEnvironment.with(Map.of("ORCHESTRATE_OUTPUT", outputsFile().toString())),
                  setup.coordinator() + "-" + setup.number() + "-" + number,
                  logFiles.ofLane(setup.number(), number)));
    }
    return launcher;
  }

  Pipes pipes() {
    return pipes;
  }

  /** For what looks at the service that runs here: one at a time, on whichever thread. */
  Launcher probeLauncher() throws IOException {
    if (probeLauncher == null) {
      probeLauncher =
          Launcher.of(
              new LaneSetup(
                  TaskEnvironment.with(Map.of()),
                  setup.coordinator() + "-" + setup.number() + "-" + number + "-probe",
                  logFiles.ofProbes(setup.number(), number)));
    }
    return probeLauncher;
  }

  /** Of the processor, by the lane's thread. */
  ThreadUse use() {
    return use;
  }

  LeftThreads threads() {
    return threads;
  }

  /** A board for subtasks, of which the coordinator is told. */
  SubtaskBoard newBoard() throws IOException {
    var board = SubtaskBoard.create(SubtaskBoard.file(setup.session(), setup.number(), number));
    worker.addBoard();
    coordinatorBell.ring();
    return board;
  }

  /** Where the lane's thread sleeps until there is something for it. */
  Doorbell bell() {
    return channel.commands().bell();
  }

  Doorbell coordinatorBell() {
    return coordinatorBell;
  }

  SubtaskPlaces places() {
    return places;
  }

  LogFiles logFiles() {
    return logFiles;
  }

  Path logFile(Run run) {
    if (run.subtask() != null) {
      return logFiles.of(run.subtask(), run.attempt());
    }
    return logFiles.of(run.task().name(), run.instance(), run.attempt(), run.task().fanOut());
  }

  /** Where the command of this lane may write its outputs: on memory, and gone with the run. */
  Path outputsFile() {
    return setup.session().resolve("outputs-" + setup.number() + "-" + number);
  }

  /** Attempts of a subtask have no span of their own. */
  private static TraceContext span(TraceContext ofRun, Run run) {
    int task = run.task().number();
    return run.subtask() == null
        ? ofRun.attempt(task, run.instance(), run.attempt())
        : ofRun.task(task);
  }

  /** What is added to the worker's own environment for this attempt. */
  Map<String, String> environment(Run run) {
    var environment = new HashMap<String, String>();
    if (setup.trace() != null) {
      environment.put(TraceContext.VARIABLE, span(setup.trace(), run).toString());
    }
    environment.putAll(run.task().environment());
    environment.putAll(run.environment());
    environment.putAll(run.task().secrets().values());
    environment.put("ORCHESTRATE_TASK", run.task().name());
    environment.put("ORCHESTRATE_ATTEMPT", Integer.toString(run.attempt()));
    if (run.item() != null) {
      environment.put("ORCHESTRATE_ITEM", run.item());
      environment.put("ORCHESTRATE_INSTANCE", Long.toString(run.instance()));
    }
    return environment;
  }
}
