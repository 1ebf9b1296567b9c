package orchestrate.coordinator.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import orchestrate.config.JobFile;
import orchestrate.config.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What is to be run although it is up to date. */
final class RerunOptions {
  @CommandLine.Option(
      names = "--rerun",
      split = ",",
      paramLabel = "TASK",
      description = "Runs these tasks even if nothing that they depend on has changed.")
  private List<String> rerun = new ArrayList<>();

  @CommandLine.Option(
      names = "--rerun-failed",
      hidden = true,
      description = "Says how that is done: whoever wants it looks for it here.")
  private boolean rerunFailed;

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.@Nullable CommandSpec command;

  /**
   * Their names.
   *
   * @throws CommandLine.ParameterException if the job has no such task, or if it is a past run of
   *     which what failed is wanted once more
   */
  List<String> of(JobFile job) {
    if (rerunFailed) {
      throw new CommandLine.ParameterException(
          requireNonNull(command).commandLine(),
          "run begins a new run; orchestrate resume --rerun-failed tries once more what failed in"
              + " the last one, and keeps what is done");
    }
    for (String name : rerun) {
      if (!job.tasks().containsKey(name)) {
        throw new CommandLine.ParameterException(
            requireNonNull(command).commandLine(),
            Printable.text("--rerun takes names of tasks: there is no `%s`".formatted(name)));
      }
    }
    return rerun;
  }
}
