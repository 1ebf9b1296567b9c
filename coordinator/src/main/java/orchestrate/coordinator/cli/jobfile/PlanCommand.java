package orchestrate.coordinator.cli.jobfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.cli.LimitOptions;
import orchestrate.coordinator.cli.ParamOptions;
import orchestrate.coordinator.cli.SelectionOptions;
import orchestrate.coordinator.machine.ParentJobserver;
import orchestrate.coordinator.plan.CompilationException;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Planner;
import orchestrate.coordinator.plan.RunLimits.Patience;
import orchestrate.coordinator.preview.PlanJson;
import orchestrate.coordinator.preview.PlanText;
import orchestrate.coordinator.run.RunFolder;
import picocli.CommandLine;

/** {@code orchestrate plan}: what {@code run} would do. */
@CommandLine.Command(
    name = "plan",
    description = {
      "Shows what run would do, and does nothing: which tasks, in which order, how often, what each"
          + " needs and takes.",
      "",
      "A stage is what can start once the stages before it are done; in a run a task starts as soon"
          + " as what it needs is done. The items of a for-each are counted now if no task comes"
          + " before that could change them; else it is said what they come from."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:this is what would be run",
      "2:something is wrong with the job file or the command line, and nothing would be run",
      "3:this machine, or a fault of orchestrate"
    })
public final class PlanCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      defaultValue = "job.yaml",
      description = "The job file (default: job.yaml).")
  private Path file = Path.of("job.yaml");

  @CommandLine.Option(names = "--json", description = "Shows it for programs, with all there is.")
  private boolean json;

  @CommandLine.Mixin private ParamOptions params = new ParamOptions();

  @CommandLine.Mixin private LimitOptions limits = new LimitOptions();

  @CommandLine.Mixin private SelectionOptions selection = new SelectionOptions();

  @Override
  public Integer call() throws IOException {
    String mistake = limits.mistake();
    if (mistake != null) {
      System.err.println("orchestrate: " + mistake);
      return ExitCode.BAD_INPUT.code();
    }
    try {
      JobFile job = params.read(file);
      String unknown = selection.mistake(job);
      if (unknown != null) {
        System.err.println("orchestrate: " + unknown);
        return ExitCode.BAD_INPUT.code();
      }
      Plan plan =
          Planner.preview(
              job,
              selection.selection(),
              limits.of(job, ParentJobserver.ofThisProcess(), Patience.ENDLESS),
              RunFolder.javaCacheOf(job.directory()));
      System.out.print(json ? PlanJson.of(plan) : PlanText.of(plan));
      return ExitCode.OK.code();
    } catch (JobFileException e) {
      return refuse(Verdict.of(file, e));
    } catch (CompilationException e) {
      return refuse(Verdict.of(file, e));
    }
  }

  private static int refuse(Verdict verdict) {
    System.err.print(VerdictFormat.TEXT.render(List.of(verdict)));
    return ExitCode.BAD_INPUT.code();
  }
}
