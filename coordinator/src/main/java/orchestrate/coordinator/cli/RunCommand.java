package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import orchestrate.config.Concurrency;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.config.Printable;
import orchestrate.config.ProblemReport;
import orchestrate.config.ReportPaths;
import orchestrate.coordinator.ci.Annotation;
import orchestrate.coordinator.ci.CiCommands;
import orchestrate.coordinator.ci.CiLog;
import orchestrate.coordinator.export.ReportException;
import orchestrate.coordinator.group.GroupTakenException;
import orchestrate.coordinator.group.Turn;
import orchestrate.coordinator.machine.ParentJobserver;
import orchestrate.coordinator.machine.Wishes;
import orchestrate.coordinator.plan.CompilationException;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Planner;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.report.Notification;
import orchestrate.coordinator.run.DurableQueueException;
import orchestrate.coordinator.run.Invocation;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.ipc.os.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate run}: reads, plans, runs, reports. */
@CommandLine.Command(
    name = "run",
    description = "Runs the tasks of a job file.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @CommandLine.Mixin private JobOptions job = new JobOptions();

  @CommandLine.Mixin private LimitOptions limits = new LimitOptions();

  @CommandLine.Mixin private SelectionOptions selection = new SelectionOptions();

  @CommandLine.Mixin private RerunOptions rerun = new RerunOptions();

  @CommandLine.Mixin private ReportOptions reports = new ReportOptions();

  @CommandLine.Mixin private DisplayOptions display = new DisplayOptions();

  @CommandLine.ArgGroup(exclusive = true)
  private PatienceOptions patience = new PatienceOptions();

  @CommandLine.Mixin private MachineOptions machine = new MachineOptions();

  @CommandLine.Mixin private NoticeOptions notice = new NoticeOptions();

  private final Spawner spawner;
  private final Invocation invocation;

  /** Begins a run of a plan, or goes on with one, and shows it. */
  interface Launch {
    RunExecution begin(Plan plan, DisplayOptions.Display display, CiLog log)
        throws RefusedException, IOException, InterruptedException;
  }

  /** A launch that knows how it is shown. */
  private interface Start {
    RunExecution begin(Plan plan) throws RefusedException, IOException, InterruptedException;
  }

  /** Null as long as nothing was begun. */
  private @Nullable RunExecution execution;

  /**
   * @param spawner may have started a worker already
   * @param invocation how it is called
   */
  RunCommand(Spawner spawner, Invocation invocation) {
    this.spawner = spawner;
    this.invocation = invocation;
  }

  /** With these arguments: no options, and at most a job file. */
  static RunCommand plain(Spawner spawner, List<String> arguments) {
    var command = new RunCommand(spawner, Invocation.here(arguments));
    if (!arguments.isEmpty()) {
      command.job = new JobOptions(Path.of(arguments.getFirst()));
    }
    return command;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return run((plan, shown, log) -> RunExecution.begin(plan, invocation, spawner, shown, log));
  }

  /** Has these options, too, which win. */
  void override(
      LimitOptions limits,
      ReportOptions reports,
      PatienceOptions patience,
      MachineOptions machine,
      DisplayOptions display,
      NoticeOptions notice) {
    this.limits = limits.over(this.limits);
    this.reports = reports.over(this.reports);
    this.patience = patience.over(this.patience);
    this.machine = machine.over(this.machine);
    this.display = display.over(this.display);
    this.notice = notice.over(this.notice);
  }

  /**
   * The plan of a run with this command, to look at: with these reports, or if there is none among
   * them with its own.
   */
  Plan planOf(ReportOptions wanted) throws IOException, JobFileException, CompilationException {
    JobFile read = job.read();
    ReportPaths paths = wanted.over(ReportPaths.NONE);
    read = read.reportedTo(paths.areWanted() ? paths : reports.over(read.report()));
    return Planner.preview(
            read,
            selection.of(read),
            limits.of(read, ParentJobserver.ofThisProcess(), patience.of(read)),
            RunFolder.javaCacheOf(read.directory()))
        .rerunning(rerun.of(read));
  }

  int run(Launch launch) throws IOException, InterruptedException {
    DisplayOptions.Display shown = display.in(System.getenv(), Terminal.isOutput());
    CiCommands commands = shown.ci().commands(System.getenv());
    CiLog log = CiLog.of(commands, System.out, shown.tasksMayCommand());
    // The system looks for commands in all that we print, here and elsewhere.
    System.setOut(log.out());
    System.setErr(CiLog.harmless(commands, System.err));
    try {
      return readAndRun(plan -> launch.begin(plan, shown, log), log);
    } finally {
      spawner.dismissEarly();
    }
  }

  private int readAndRun(Start start, CiLog log) throws IOException, InterruptedException {
    ParentJobserver parent = ParentJobserver.ofThisProcess();
    Plan plan;
    try {
      JobFile read = job.read();
      read = read.reportedTo(reports.over(read.report()));
      plan =
          Planner.plan(
                  read,
                  selection.of(read),
                  limits.of(read, parent, patience.of(read)),
                  RunFolder.javaCacheOf(read.directory()))
              .rerunning(rerun.of(read));
    } catch (JobFileException e) {
      System.err.print(ProblemReport.render(e));
      annotate(e.problems().stream().map(MistakeAnnotations::of), log);
      return ExitCode.BAD_INPUT.code();
    } catch (CompilationException e) {
      System.err.println(e.getMessage());
      System.err.println("Nothing was run.");
      annotate(e.errors().stream().map(MistakeAnnotations::of), log);
      return ExitCode.BAD_INPUT.code();
    }
    return runAndNotify(plan, start, machine.of(plan.job().workers(), parent, !limits.hasJobs()));
  }

  private static void annotate(Stream<Annotation> mistakes, CiLog log) {
    mistakes.limit(Annotation.MOST).forEach(mistake -> log.tell(log.commands().annotate(mistake)));
  }

  /** Also if it breaks off: who waits for the notice would else wait for ever. */
  private int runAndNotify(Plan plan, Start start, Wishes wishes)
      throws IOException, InterruptedException {
    int exitCode = ExitCode.BROKEN.code();
    try {
      exitCode = run(plan, start, wishes);
      return exitCode;
    } finally {
      Notification notification = notice.notification();
      if (notification != null && execution != null) {
        execution.tell(notification, exitCode);
      }
    }
  }

  private int run(Plan plan, Start start, Wishes wishes) throws IOException, InterruptedException {
    try {
      return runInTurn(plan, start, wishes);
    } catch (ReportException | RefusedException e) {
      execution = null;
      System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
      System.err.println("Nothing was run.");
      return ExitCode.BAD_INPUT.code();
    } catch (DurableQueueException e) {
      execution = null;
      System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
      System.err.println("Nothing was run.");
      return ExitCode.BROKEN.code();
    }
  }

  private int runInTurn(Plan plan, Start start, Wishes wishes)
      throws ReportException,
          DurableQueueException,
          RefusedException,
          IOException,
          InterruptedException {
    Concurrency concurrency = plan.job().concurrency();
    if (concurrency == null) {
      return execute(start, plan, wishes, null);
    }
    try (Turn turn = Turn.await(concurrency, RunCommand::say, spawner::dismissEarly)) {
      return execute(start, plan, wishes, turn);
    } catch (GroupTakenException e) {
      System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
      System.err.println("Nothing was run.");
      return (e.isInVain() ? ExitCode.BAD_INPUT : ExitCode.TIMED_OUT).code();
    }
  }

  private int execute(Start start, Plan plan, Wishes wishes, @Nullable Turn turn)
      throws ReportException,
          DurableQueueException,
          RefusedException,
          IOException,
          InterruptedException {
    try (var begun = start.begin(plan)) {
      execution = begun;
      return begun.run(wishes, turn);
    }
  }

  private static void say(String message) {
    System.out.println(Printable.text(message));
  }
}
