package orchestrate.coordinator.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.DisplayOptions.Display;
import orchestrate.coordinator.export.ReportException;
import orchestrate.coordinator.export.Reports;
import orchestrate.coordinator.group.Turn;
import orchestrate.coordinator.journal.Journal;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.live.LiveDisplay;
import orchestrate.coordinator.machine.MachineShare;
import orchestrate.coordinator.machine.MachineShares;
import orchestrate.coordinator.machine.Wishes;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.pool.Inbox;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.report.DeadlockWatch;
import orchestrate.coordinator.report.FinalReport;
import orchestrate.coordinator.report.Progress;
import orchestrate.coordinator.report.ResultJson;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.report.TaskOutput;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.DurableQueueException;
import orchestrate.coordinator.run.DurableQueues;
import orchestrate.coordinator.run.JobRun;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.coordinator.run.RunSession;
import orchestrate.coordinator.run.Signals;
import orchestrate.ipc.session.Session;
import org.jspecify.annotations.Nullable;

/** Carries out a plan in this process: its files, its shared memory, and all who are told of it. */
final class RunExecution {
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);
  private static final Duration FOLLOW_EVERY = Duration.ofMillis(100);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration HAND_OVER_EVERY = Duration.ofSeconds(1);

  private final Plan plan;
  private final Spawner spawner;
  private final Display display;
  private final PrintStream out;
  private final @Nullable LiveDisplay live;
  private final RunClock clock = new RunClock();
  private final RunFolder folder;
  private final RunFiles files;
  private final RunSummary summary;
  private final Progress progress;
  private final TaskOutput output;

  RunExecution(Plan plan, Spawner spawner, Display display) throws IOException {
    this.plan = plan;
    this.spawner = spawner;
    this.display = display;
    this.folder = RunFolder.create(plan.job().directory(), Beginning.of(plan));
    this.files = new RunFiles(folder.path(), Path.of(""));
    this.summary = new RunSummary(plan);
    this.live =
        display.live()
            ? LiveDisplay.onStandardOutput(
                plan, summary, display.manner().colours().areWanted(), display.unicode())
            : null;
    this.out = live == null ? System.out : live.out();
    int threads = plan.job().workers().threads().count();
    this.progress = new Progress(summary, files, threads, display.manner(), out);
    this.output = new TaskOutput(summary, files, out);
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
    int exitCode;
    try (Signals signals = Signals.handle();
        Reports reports = Reports.open(plan, files, folder.id());
        Journal journal = Journal.open(folder.journal());
        RunSession session = RunSession.create(folder)) {
      DurableQueues.claim(plan, session.session());
      if (turn != null) {
        turn.takenBy(folder.id(), clock.millis(), plan.job().source().path(), session.session());
      }
      var inbox = new Inbox(session.bell());
      try (MachineShare machine = shares(session.session(), inbox).open(wishes)) {
        exitCode = exitCode(run(journal, reports, session.session(), inbox, machine, signals));
      }
      exitCode = finish(reports, exitCode);
      journal.accept(new RunEvent.RunEnded(clock.millis(), exitCode));
    }
    if (!display.manner().isQuiet()) {
      output.finish();
    }
    try {
      new ResultJson(summary, files).write(folder.result(), exitCode);
    } finally {
      new FinalReport(summary, files, display.manner(), out).print();
    }
    return exitCode;
  }

  private Signals.@Nullable Stop run(
      Journal journal,
      Reports reports,
      Session session,
      Inbox inbox,
      MachineShare machine,
      Signals signals)
      throws InterruptedException {
    var deadlocks = new DeadlockWatch(session, out);
    boolean showsOutput = output.isWanted() && !display.manner().isQuiet();
    boolean reporting = plan.job().report().areWanted();
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
    var run =
        new JobRun(
            plan, folder, session, spawner, inbox, clock, machine, observers, journal::commit);
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
  private static int finish(Reports reports, int exitCode) {
    List<String> failures = reports.finish();
    failures.forEach(failure -> System.err.println("orchestrate: " + Printable.text(failure)));
    boolean hidden = !failures.isEmpty() && exitCode == ExitCode.OK.code();
    return hidden ? ExitCode.BROKEN.code() : exitCode;
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
}
