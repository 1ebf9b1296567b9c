package orchestrate.coordinator.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.config.ProblemReport;
import orchestrate.config.read.JobFileReader;
import orchestrate.coordinator.journal.Journal;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.CompilationException;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Planner;
import orchestrate.coordinator.pool.Inbox;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.report.DeadlockWatch;
import orchestrate.coordinator.report.FinalReport;
import orchestrate.coordinator.report.Progress;
import orchestrate.coordinator.report.ResultJson;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.run.JobRun;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.coordinator.run.RunSession;
import orchestrate.coordinator.run.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate run}: reads, plans, runs, reports. */
@CommandLine.Command(
    name = "run",
    description = "Runs the tasks of a job file.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      defaultValue = "job.yaml",
      description = "The job file (default: job.yaml).")
  private Path file = Path.of("job.yaml");

  @CommandLine.Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description = "Sets a param of the job file; may be given several times.")
  private Map<String, String> params = new LinkedHashMap<>();

  @CommandLine.Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "How many tasks run at a time (default: workers.count, else one per core).")
  private @Nullable Integer jobs;

  private final PrintStream out = System.out;
  private final Spawner spawner;

  /**
   * @param spawner may have started a worker already
   */
  RunCommand(Spawner spawner) {
    this.spawner = spawner;
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
    if (jobs != null && jobs < 1) {
      System.err.println("orchestrate: -j takes a number from 1 up, not " + jobs);
      return ExitCode.BAD_INPUT.code();
    }
    Plan plan;
    try {
      JobFile job = JobFileReader.read(file, params, System.getenv());
      plan =
          Planner.plan(job, slots(job), RunFolder.stateOf(job.directory()).resolve("cache/java"));
    } catch (JobFileException e) {
      System.err.print(ProblemReport.render(e));
      return ExitCode.BAD_INPUT.code();
    } catch (CompilationException e) {
      System.err.println(e.getMessage());
      System.err.println("Nothing was run.");
      return ExitCode.BAD_INPUT.code();
    }
    return run(plan);
  }

  private int slots(JobFile job) {
    if (jobs != null) {
      return jobs;
    }
    return job.workers().count().orElse(Runtime.getRuntime().availableProcessors());
  }

  private int run(Plan plan) throws IOException, InterruptedException {
    RunFolder folder = RunFolder.create(plan.job().directory());
    var files = new RunFiles(folder.path(), Path.of(""));
    var summary = new RunSummary(plan);
    var progress = new Progress(summary, files, out);
    int exitCode;
    try (Signals signals = Signals.handle();
        Journal journal = Journal.open(folder.journal());
        RunSession session = RunSession.create(folder)) {
      var inbox = new Inbox(session.bell());
      var deadlocks = new DeadlockWatch(session.session(), out);
      var run =
          new JobRun(
              plan,
              folder,
              session.session(),
              spawner,
              inbox,
              event -> {
                journal.accept(event);
                summary.accept(event);
                progress.accept(event);
                deadlocks.accept(event);
              });
      run.every(Duration.ofSeconds(5), progress::tick);
      run.every(Duration.ofSeconds(5), () -> deadlocks.tick(run::describe));
      signals.deliverTo(run::stop);
      exitCode = exitCode(run.run(), summary);
      journal.accept(new RunEvent.RunEnded(System.currentTimeMillis(), exitCode));
    }
    new ResultJson(summary, files).write(folder.result(), exitCode);
    new FinalReport(summary, files, out).print();
    return exitCode;
  }

  private static int exitCode(Signals.@Nullable Stop stop, RunSummary summary) {
    if (stop != null) {
      return stop.exitCode();
    }
    return (summary.succeeded() ? ExitCode.OK : ExitCode.TASKS_FAILED).code();
  }
}
