package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import orchestrate.config.Concurrency;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.config.MemoryFloor;
import orchestrate.config.Printable;
import orchestrate.config.ProblemReport;
import orchestrate.config.Workers;
import orchestrate.coordinator.export.ReportException;
import orchestrate.coordinator.group.GroupTakenException;
import orchestrate.coordinator.group.Turn;
import orchestrate.coordinator.machine.ParentJobserver;
import orchestrate.coordinator.machine.Wishes;
import orchestrate.coordinator.plan.CompilationException;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Planner;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.run.DurableQueueException;
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

  @CommandLine.Option(
      names = "--share",
      negatable = true,
      fallbackValue = "true",
      description =
          "Shares the cores with your other runs that do so (default: if ORCHESTRATE_SHARE=1).")
  private @Nullable Boolean share;

  @CommandLine.Option(
      names = "--jobserver",
      description =
          "Lets make (from 4.4) and ninja (from 1.13) in tasks use the free slots; like"
              + " workers.jobserver.")
  private boolean jobserver;

  @CommandLine.Option(
      names = "--memory-floor",
      paramLabel = "SIZE",
      converter = MemoryFloorConverter.class,
      description =
          "How much memory is to be free before a task is started beside others, such as 512m or"
              + " 5%%; 0 for none (default: workers.memory-floor).")
  private @Nullable MemoryFloor memoryFloor;

  private final Spawner spawner;

  /**
   * @param spawner may have started a worker already
   */
  RunCommand(Spawner spawner) {
    this.spawner = spawner;
  }

  /** Without options. */
  RunCommand(Spawner spawner, Path file) {
    this(spawner);
    this.job = new JobOptions(file);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return readAndRun();
    } finally {
      spawner.dismissEarly();
    }
  }

  private int readAndRun() throws IOException, InterruptedException {
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
      return ExitCode.BAD_INPUT.code();
    } catch (CompilationException e) {
      System.err.println(e.getMessage());
      System.err.println("Nothing was run.");
      return ExitCode.BAD_INPUT.code();
    }
    return run(plan, wishes(plan.job().workers(), parent));
  }

  private int run(Plan plan, Wishes wishes) throws IOException, InterruptedException {
    try {
      return runInTurn(plan, wishes);
    } catch (ReportException e) {
      System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
      System.err.println("Nothing was run.");
      return ExitCode.BAD_INPUT.code();
    } catch (DurableQueueException e) {
      System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
      System.err.println("Nothing was run.");
      return ExitCode.BROKEN.code();
    }
  }

  private int runInTurn(Plan plan, Wishes wishes)
      throws ReportException, DurableQueueException, IOException, InterruptedException {
    Concurrency concurrency = plan.job().concurrency();
    if (concurrency == null) {
      return execution(plan).run(wishes, null);
    }
    try (Turn turn = Turn.await(concurrency, RunCommand::say, spawner::dismissEarly)) {
      return execution(plan).run(wishes, turn);
    } catch (GroupTakenException e) {
      System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
      System.err.println("Nothing was run.");
      return (e.isInVain() ? ExitCode.BAD_INPUT : ExitCode.TIMED_OUT).code();
    }
  }

  private RunExecution execution(Plan plan) throws IOException {
    return new RunExecution(plan, spawner, display.in(System.getenv(), Terminal.isOutput()));
  }

  private static void say(String message) {
    System.out.println(Printable.text(message));
  }

  private Wishes wishes(Workers workers, ParentJobserver parent) {
    return new Wishes(
        parent,
        !limits.hasJobs(),
        share != null ? share : "1".equals(System.getenv("ORCHESTRATE_SHARE")),
        jobserver || workers.jobserver(),
        memoryFloor != null ? memoryFloor : workers.memoryFloor());
  }
}
