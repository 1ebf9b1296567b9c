package orchestrate.coordinator.cli.history;

import java.io.IOException;
import java.util.List;
import orchestrate.config.read.DidYouMean;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.run.RunningRun;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments of a command name: a run, by its id or the beginning of it, and a task. Ids
 * begin with a digit and names of tasks with a letter, so their order does not matter.
 *
 * @param run null for the last one
 * @param task null for all
 */
record RunChoice(@Nullable String run, @Nullable String task) {
  /**
   * Takes the arguments apart.
   *
   * @throws Refusal if they are not a run, a task, or both
   */
  static RunChoice of(List<String> arguments) throws Refusal {
    String run = null;
    String task = null;
    for (String argument : arguments) {
      if (RunningRun.isId(argument) && run == null) {
        run = argument;
      } else if (task == null) {
        task = argument;
      } else {
        throw new Refusal(
            "%s is no run's id, which begins with a digit; give a run, a task, or both"
                .formatted(argument));
      }
    }
    return new RunChoice(run, task);
  }

  /** The command line asks for something that there isn't. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    Refusal(String message) {
      super(message);
    }
  }

  /**
   * The run that is meant.
   *
   * @throws Refusal if there is none, or more than one
   */
  PastRun find(Place place) throws IOException, Refusal {
    ChosenRun chosen = ChosenRun.of(place.history(), run);
    if (chosen.run() == null) {
      throw new Refusal(chosen.refusal());
    }
    return chosen.run();
  }

  /**
   * Checks that a run has a task, as far as that is known.
   *
   * @throws Refusal if it has not
   */
  static void checkTask(PastRun run, String task) throws Refusal {
    if (!run.taskNames().isEmpty() && !run.taskNames().contains(task)) {
      String nearest = DidYouMean.nearest(task, run.taskNames());
      throw new Refusal(
          "there was no task `%s` in run %s; %s"
              .formatted(
                  task,
                  run.id(),
                  nearest == null
                      ? "its tasks: " + String.join(", ", run.taskNames())
                      : "did you mean `%s`?".formatted(nearest)));
    }
  }
}
