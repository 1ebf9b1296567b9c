package orchestrate.coordinator.cli.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.explain.Explainer;
import orchestrate.coordinator.explain.ExplanationText;
import orchestrate.coordinator.explain.TaskExplanation;
import orchestrate.coordinator.history.LogTarget;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.preview.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate explain}: why a task did what it did. */
@CommandLine.Command(
    name = "explain",
    description = {
      "Says why a task was run, was skipped, was up to date, waited, was tried again, or failed;"
          + " and what is changed in the job file since the run before.",
      "",
      "Works for runs that have ended, go on, or were killed."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:this is why",
      "2:there is no such run or task, or the command line is wrong",
      "3:this machine, or a fault of orchestrate"
    })
public final class ExplainCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      arity = "1..2",
      paramLabel = "TASK[INDEX] [RUN]",
      description =
          "A task, or an item of it by its number from 0: count, 'count[17]'; then the run's id, or"
              + " the beginning of it (default: the last run).")
  private List<String> arguments = List.of();

  @CommandLine.Option(names = "--json", description = "For programs, with all there is.")
  private boolean json;

  @CommandLine.Option(
      names = "--job",
      paramLabel = "JOB",
      description = "A job file, or its folder (default: the working folder).")
  private @Nullable Path place;

  @Override
  public Integer call() throws IOException {
    Place found = Place.of(place);
    if (found == null) {
      return RunsCommand.refuse(Place.refusal(place));
    }
    try {
      TaskExplanation told = explain(found);
      System.out.print(json ? JsonText.of(told) : ExplanationText.of(told));
      return ExitCode.OK.code();
    } catch (RunChoice.Refusal e) {
      return RunsCommand.refuse(String.valueOf(e.getMessage()));
    }
  }

  private TaskExplanation explain(Place place) throws IOException, RunChoice.Refusal {
    RunChoice choice = RunChoice.of(arguments);
    String task = choice.task();
    if (task == null) {
      throw new RunChoice.Refusal("give a task to explain: orchestrate explain TASK [RUN]");
    }
    LogTarget target = LogTarget.parse(task, null);
    if (target == null || target.task() == null) {
      throw new RunChoice.Refusal(
          "%s is no task; write it like count or 'count[17]'".formatted(task));
    }
    PastRun run = choice.find(place);
    RunChoice.checkTask(run, target.task());
    if (run.beginning() == null) {
      throw new RunChoice.Refusal(
          "run %s has not left what it takes to explain it: %s"
              .formatted(run.id(), run.ending().text()));
    }
    boolean fanOut =
        run.beginning().tasks().stream()
            .anyMatch(each -> each.name().equals(target.task()) && each.fanOut());
    if (target.instance() != null && !fanOut) {
      throw new RunChoice.Refusal(
          "%s has no items: it runs once; leave out the brackets".formatted(target.task()));
    }
    return Explainer.explain(place.history(), run, target.task(), target.instance());
  }
}
