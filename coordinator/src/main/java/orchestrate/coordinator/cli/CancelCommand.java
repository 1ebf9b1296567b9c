package orchestrate.coordinator.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.coordinator.run.RunRequest.Cancel;
import orchestrate.coordinator.run.RunningRun;
import picocli.CommandLine;

/** {@code orchestrate cancel}: asks a run in another process to end, or a part of it. */
@CommandLine.Command(
    name = "cancel",
    description =
        "Cancels a run, tasks of it, or single items of a for-each. What runs is asked to end, then"
            + " killed.",
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      arity = "0..*",
      paramLabel = "[RUN] TASK[INDEX]",
      description =
          "The run's id, which may be left out if only one runs, or only one of a job file in this"
              + " folder; then tasks, or items by their numbers from 0: count, 'count[17]'."
              + " Without tasks, the whole run.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean named = !arguments.isEmpty() && RunningRun.isId(arguments.getFirst());
    List<String> targets = named ? arguments.subList(1, arguments.size()) : arguments;
    var wishes = new ArrayList<Cancel>();
    for (String target : targets) {
      Cancel wish = Cancel.of(target);
      if (wish == null) {
        return RunUnderWay.refuse(
            "%s is no task; write it like count or 'count[17]'".formatted(target));
      }
      wishes.add(wish);
    }
    if (wishes.isEmpty()) {
      wishes.add(Cancel.ofRun());
    }
    return RunUnderWay.ask(named ? arguments.getFirst() : null, wishes);
  }
}
