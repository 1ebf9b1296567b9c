package orchestrate.coordinator.cli.jobfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.cli.LimitOptions;
import orchestrate.coordinator.cli.ParamOptions;
import orchestrate.coordinator.machine.ParentJobserver;
import orchestrate.coordinator.plan.CompilationException;
import orchestrate.coordinator.plan.Planner;
import orchestrate.coordinator.plan.RunLimits.Patience;
import orchestrate.coordinator.plan.Selection;
import orchestrate.coordinator.run.RunFolder;
import picocli.CommandLine;

/** {@code orchestrate validate}: all that {@code run} would complain of before it runs anything. */
@CommandLine.Command(
    name = "validate",
    description = {
      "Says all that is wrong in job files, and runs nothing.",
      "",
      "It checks what run checks before it starts anything: the file, the Java classes and sources"
          + " that it names, and whether this machine has what the tasks ask for (-j and --memory"
          + " say what another has). A param without a default needs a value here, too: -p."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong",
      "2:something is, in a file or on the command line",
      "3:this machine, or a fault of orchestrate"
    })
public final class ValidateCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      arity = "0..*",
      paramLabel = "JOB",
      defaultValue = "job.yaml",
      description = "The job files (default: job.yaml).")
  private List<Path> files = List.of();

  @CommandLine.Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = VerdictFormat.Converter.class,
      description =
          "How it is said: text, json, or github: annotations of a GitHub workflow (default:"
              + " text).")
  private VerdictFormat format = VerdictFormat.TEXT;

  @CommandLine.Mixin private ParamOptions params = new ParamOptions();

  @CommandLine.Mixin private LimitOptions limits = new LimitOptions();

  @Override
  public Integer call() throws IOException {
    var verdicts = new ArrayList<Verdict>();
    for (Path file : files) {
      verdicts.add(judge(file));
    }
    System.out.print(format.render(verdicts));
    boolean allFine = verdicts.stream().allMatch(Verdict::isFine);
    return (allFine ? ExitCode.OK : ExitCode.BAD_INPUT).code();
  }

  private Verdict judge(Path file) throws IOException {
    try {
      JobFile job = params.read(file);
      return Verdict.fine(
          file,
          Planner.preview(
              job,
              Selection.ALL,
              limits.of(job, ParentJobserver.ofThisProcess(), Patience.ENDLESS),
              RunFolder.javaCacheOf(job.directory())));
    } catch (JobFileException e) {
      return Verdict.of(file, e);
    } catch (CompilationException e) {
      return Verdict.of(file, e);
    }
  }
}
