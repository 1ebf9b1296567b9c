package orchestrate.coordinator.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import orchestrate.config.Printable;
import orchestrate.config.ReportPaths;
import orchestrate.config.Secret;
import orchestrate.coordinator.ci.CiLog;
import orchestrate.coordinator.ci.CiSystem;
import orchestrate.coordinator.cli.DisplayOptions.Display;
import orchestrate.coordinator.export.ReportException;
import orchestrate.coordinator.export.Reports;
import orchestrate.coordinator.export.Telemetry;
import orchestrate.coordinator.group.Turn;
import orchestrate.coordinator.journal.Journal;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.live.LiveDisplay;
import orchestrate.coordinator.machine.MachineShare;
import orchestrate.coordinator.machine.MachineShares;
import orchestrate.coordinator.machine.Wishes;
import orchestrate.coordinator.otlp.OtlpException;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.pool.Inbox;
import orchestrate.coordinator.pool.PoolSetup;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.report.CiReport;
import orchestrate.coordinator.report.DeadlockWatch;
import orchestrate.coordinator.report.FinalReport;
import orchestrate.coordinator.report.Notification;
import orchestrate.coordinator.report.Progress;
import orchestrate.coordinator.report.ResultJson;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.report.TaskOutput;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.DurableQueueException;
import orchestrate.coordinator.run.DurableQueues;
import orchestrate.coordinator.run.Invocation;
import orchestrate.coordinator.run.JobRun;
import orchestrate.coordinator.run.Resumption;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.coordinator.run.RunLock;
import orchestrate.coordinator.run.RunOrigin;
import orchestrate.coordinator.run.RunSession;
import orchestrate.coordinator.run.RunState;
import orchestrate.coordinator.run.Signals;
import orchestrate.ipc.os.Terminal;
import orchestrate.ipc.session.Session;
import orchestrate.worker.TaskEnvironment;
import orchestrate.worker.mask.Mask;
import orchestrate.worker.protocol.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan in this process: its files, its shared memory, and all who are told of it. As
 * long as it is not closed, no other process can do so for the same run.
 */
final class RunExecution implements AutoCloseable {
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);
  private static final Duration FOLLOW_EVERY = Duration.ofMillis(100);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration HAND_OVER_EVERY = Duration.ofSeconds(1);

  private final Plan plan;
  private final Spawner spawner;
  private final Display display;
  private final CiLog log;
  private final PrintStream out;
  private final @Nullable LiveDisplay live;
  private final RunClock clock = new RunClock();
  private final RunFolder folder;
  private final RunLock lock;
  private final RunOrigin origin;
  private final RunFiles files;
  private final RunSummary summary;
  private final Progress progress;
  private final TaskOutput output;
  private @Nullable JobKeeping keeping;

  /** The reports that have been written. */
  private ReportPaths reported = ReportPaths.NONE;

  /**
   * @param log where it is told if it isn't shown at the foot of a terminal
   * @param lock of the run
   */
  RunExecution(
      Plan plan,
      Spawner spawner,
      Display display,
      CiLog log,
      RunFolder folder,
      RunLock lock,
      RunOrigin origin) {
    this.plan = plan;
    this.spawner = spawner;
    this.display = display;
    this.folder = folder;
    this.lock = lock;
    this.origin = origin;
    this.files = new RunFiles(folder.path(), Path.of(""));
    this.summary = new RunSummary(plan);
    this.live =
        display.live()
            ? LiveDisplay.onStandardOutput(
                plan, summary, display.manner().colours().areWanted(), display.unicode())
            : null;
    this.log = live == null ? log : CiLog.plain(live.out());
    this.out = this.log.out();
    int threads = plan.job().workers().threads().count();
    this.progress = new Progress(summary, files, threads, display.manner(), this.log);
    this.output = new TaskOutput(summary, files, this.log.taskOut());
  }

  /** Begins a new run. */
  static RunExecution begin(
      Plan plan, Invocation invocation, Spawner spawner, Display display, CiLog log)
      throws IOException {
    RunFolder folder = RunFolder.create(plan.job().directory());
    RunLock lock =
        RunLock.take(folder.path())
            .orElseThrow(() -> new IOException("somebody else has locked " + folder.path()));
    invocation.write(folder.path());
    Beginning.of(plan).write(folder.path()); // last: from here on it is a run
    return new RunExecution(
        plan, spawner, display, log, folder, lock, RunOrigin.fresh(plan, folder));
  }

  /**
   * Runs it to its end; returns the exit code.
   *
   * @param turn in its group; null if it has none
   * @throws ReportException if a report can't be written; then nothing was run
   * @throws DurableQueueException if a durable queue can't be opened; then nothing was run
   */
  int run(Wishes wishes, @Nullable Turn turn)
      throws ReportException, DurableQueueException, IOException, InterruptedException {
    tellSecrets();
    spawner.guard(folder.id());
    try {
      return runAndReport(wishes, turn);
    } finally {
      spawner.unguard();
      if (keeping != null) {
        keeping.awaitEnd(); // Also if nothing was run: it would leave half a file.
      }
    }
  }

  private int runAndReport(Wishes wishes, @Nullable Turn turn)
      throws ReportException, DurableQueueException, IOException, InterruptedException {
    int exitCode;
    Telemetry telemetry = telemetry();
    try (Signals signals = Signals.handle();
        Reports reports = Reports.open(plan, files, folder.id(), telemetry)) {
      if (!isResumed()) { // Not before it is sure that the run begins: nobody would wait for it.
        keeping = JobKeeping.begin(folder, plan);
      }
      TraceContext trace = telemetry == null ? null : telemetry.run();
      exitCode = run(state(reports), reports, trace, wishes, turn, signals);
    }
    if (!display.manner().isQuiet()) {
      output.finish();
    }
    tell(requireNonNull(keeping).trouble());
    try {
      new ResultJson(summary, files).write(folder.result(), exitCode);
    } finally {
      if (isInCi()) {
        new CiReport(plan, summary, files, log).tell(reported).forEach(RunExecution::tell);
      }
      new FinalReport(summary, files, display.manner(), out).print();
    }
    if (exitCode >= ExitCode.BY_SIGNAL) {
      out.println("orchestrate resume " + folder.id() + " goes on with it");
    }
    return exitCode;
  }

  private boolean isInCi() {
    return display.ci() != CiSystem.NONE;
  }

  /** To the CI system, before anything is printed in which they could be. */
  private void tellSecrets() {
    Collection<Secret> secrets = plan.job().secrets().values();
    if (isInCi() && !secrets.isEmpty() && isReadByTheSystem()) {
      secrets.stream()
          .flatMap(secret -> Mask.lines(secret.value()))
          .forEach(line -> log.tell(log.commands().mask(line)));
    }
  }

  /** Not by people, at a terminal or in the log of a task: a mask is the secret as it is. */
  private static boolean isReadByTheSystem() {
    return !Terminal.isOutput()
        && System.getenv(PoolSetup.RUN_VARIABLE) == null
        && CiLog.isOfTheCaller();
  }

  /** Null if nobody wants it, or if it can't be as somebody wants it. */
  private @Nullable Telemetry telemetry() throws IOException {
    try {
      int segment = origin.segment().number();
      return Telemetry.of(
          System.getenv(), folder.path(), segment, isResumed() ? clock.millis() : 0);
    } catch (OtlpException e) {
      tell("no spans are sent: " + e.getMessage());
      return null;
    }
  }

  private boolean isResumed() {
    return origin instanceof Resumption;
  }

  /** Where it begins: all that was told before is told again to those who add it up. */
  private RunState state(Reports reports) throws IOException {
    return origin.state(
        event -> {
          summary.accept(event);
          output.recall(event);
          if (live != null) {
            live.accept(event);
          }
          if (reports.areWanted()) {
            reports.accept(event);
          }
        },
        clock.millis());
  }

  private int run(
      RunState state,
      Reports reports,
      @Nullable TraceContext trace,
      Wishes wishes,
      @Nullable Turn turn,
      Signals signals)
      throws DurableQueueException, IOException, InterruptedException {
    try (Journal journal = Journal.open(origin.segment().folder());
        RunSession session = RunSession.create(folder)) {
      DurableQueues.claim(plan, session.session());
      if (turn != null) {
        turn.takenBy(folder.id(), clock.millis(), plan.job().source().path(), session.session());
      }
      if (origin instanceof Resumption resumption) {
        progress.resumed(folder.id(), plan.slots(), resumption.lost().size());
      }
      var inbox = new Inbox(session.bell());
      int exitCode;
      try (MachineShare machine = shares(session.session(), inbox).open(wishes)) {
        exitCode =
            exitCode(
                run(
                    state,
                    journal,
                    reports,
                    trace,
                    turn,
                    session.session(),
                    inbox,
                    machine,
                    signals));
      }
      exitCode = finish(reports, exitCode);
      journal.accept(new RunEvent.RunEnded(clock.millis(), exitCode));
      return exitCode;
    }
  }

  /** Tells a command of the user's how the run has ended; that it can't be told changes nothing. */
  void tell(Notification notification, int exitCode) throws InterruptedException {
    var facts = Notification.facts(summary, files, folder.id(), plan.job().name(), exitCode);
    notification
        .send(TaskEnvironment.with(Map.of()), plan.job().secretVariables(), facts)
        .ifPresent(
            why ->
                System.err.println(
                    Printable.text(
                        "orchestrate: --notify `%s` %s".formatted(notification.command(), why))));
  }

  private Signals.@Nullable Stop run(
      RunState state,
      Journal journal,
      Reports reports,
      @Nullable TraceContext trace,
      @Nullable Turn turn,
      Session session,
      Inbox inbox,
      MachineShare machine,
      Signals signals)
      throws InterruptedException {
    var deadlocks = new DeadlockWatch(session, out);
    boolean showsOutput = output.isWanted() && !display.manner().isQuiet();
    boolean reporting = reports.areWanted();
    Consumer<RunEvent> observers =
        event -> {
          journal.accept(event);
          summary.accept(event);
          if (showsOutput) {
            output.accept(event);
          }
          if (reporting) {
            reports.accept(event);
          }
          progress.accept(event);
          if (live != null) {
            live.accept(event);
          }
          deadlocks.accept(event);
        };
    state.opening().forEach(observers);
    if (turn != null && turn.waitedNanos() > 0) {
      observers.accept(new RunEvent.TurnCame(clock.millis(), turn.group(), turn.waitedNanos()));
    }
    if (isResumed()) {
      // What the job is now is not kept before it is told what was changed in it.
      journal.commit();
      keeping = JobKeeping.begin(folder, plan);
    }
    var run =
        new JobRun(
            plan,
            folder,
            session,
            spawner,
            inbox,
            clock,
            machine,
            trace,
            state,
            observers,
            journal::commit);
    if (live == null) {
      run.every(TELL_EVERY, () -> progress.tick(clock.millis()));
    } else {
      run.every(LiveDisplay.TICK, () -> live.tick(run, session, clock.millis()));
    }
    run.every(LOOK_EVERY, deadlocks::tick);
    if (showsOutput) {
      run.every(FOLLOW_EVERY, output::tick);
    }
    if (reporting) {
      run.every(HAND_OVER_EVERY, reports::handOver);
    }
    if (machine.changesByItself()) {
      run.every(LOOK_EVERY, machine::look);
    }
    signals.deliverTo(run::stop);
    try {
      return run.run();
    } finally {
      if (live != null) {
        live.close();
      }
    }
  }

  /** That a report is missing is told, and by the exit code if that would say that all is well. */
  private int finish(Reports reports, int exitCode) {
    List<String> failures = reports.finish();
    failures.forEach(RunExecution::tell);
    reported = failures.isEmpty() ? plan.job().report() : ReportPaths.NONE;
    reports.warnings().forEach(RunExecution::tell);
    boolean hidden = !failures.isEmpty() && exitCode == ExitCode.OK.code();
    return hidden ? ExitCode.BROKEN.code() : exitCode;
  }

  private static void tell(@Nullable String trouble) {
    if (trouble != null) {
      System.err.println("orchestrate: " + Printable.text(trouble));
    }
  }

  private MachineShares shares(Session session, Inbox inbox) {
    return new MachineShares(
        plan.slots(),
        plan.job().name(),
        session.folder().resolve("jobserver"),
        session.folder().resolveSibling("machine"),
        () -> inbox.post(() -> {}),
        message -> out.println(Printable.text(message)));
  }

  private int exitCode(Signals.@Nullable Stop stop) {
    if (stop != null) {
      return stop.exitCode();
    }
    return (summary.succeeded() ? ExitCode.OK : ExitCode.TASKS_FAILED).code();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
