package orchestrate.coordinator.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import orchestrate.config.JobFile;
import orchestrate.config.Printable;
import orchestrate.coordinator.plan.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Which tasks of a job file are meant. */
public final class SelectionOptions {
  @CommandLine.Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Runs only these tasks, or those with these tags, and what they need.")
  private List<String> only = new ArrayList<>();

  @CommandLine.Option(
      names = "--skip",
      split = ",",
      paramLabel = "NAME",
      description =
          "Leaves out these tasks, or those with these tags; what needs them takes them as done.")
  private List<String> skip = new ArrayList<>();

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.@Nullable CommandSpec command;

  /**
   * Those of this job.
   *
   * @throws CommandLine.ParameterException if it has no such task or tag
   */
  public Selection of(JobFile job) {
    var selection = new Selection(only, skip);
    List<String> unknown = selection.unknown(job);
    if (!unknown.isEmpty()) {
      Set<String> tags = Selection.tags(job);
      throw new CommandLine.ParameterException(
          requireNonNull(command).commandLine(),
          Printable.text(
              "--only and --skip take names and tags of tasks: there is no `%s`; %s"
                  .formatted(
                      unknown.getFirst(),
                      tags.isEmpty()
                          ? "no task has tags"
                          : "there are the tags " + String.join(", ", tags))));
    }
    return selection;
  }
}
