package orchestrate.coordinator.cli.jobfile;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.cli.JobOptions;
import orchestrate.coordinator.cli.LimitOptions;
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
  @CommandLine.Option(names = "--json", description = "Shows it for programs, with all there is.")
  private boolean json;

  @CommandLine.Mixin private JobOptions job = new JobOptions();

  @CommandLine.Mixin private LimitOptions limits = new LimitOptions();

  @CommandLine.Mixin private SelectionOptions selection = new SelectionOptions();

  @Override
  public Integer call() throws IOException {
    try {
      JobFile read = job.read();
      Plan plan =
          Planner.preview(
              read,
              selection.of(read),
              limits.of(read, ParentJobserver.ofThisProcess(), Patience.ENDLESS),
              RunFolder.javaCacheOf(read.directory()));
      System.out.print(json ? PlanJson.of(plan) : PlanText.of(plan));
      return ExitCode.OK.code();
    } catch (JobFileException e) {
      return refuse(Verdict.of(job.file(), e));
    } catch (CompilationException e) {
      return refuse(Verdict.of(job.file(), e));
    }
  }

  private static int refuse(Verdict verdict) {
    System.err.print(VerdictFormat.TEXT.render(List.of(verdict)));
    return ExitCode.BAD_INPUT.code();
  }
}
