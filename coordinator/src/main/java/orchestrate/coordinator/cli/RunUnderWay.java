package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import orchestrate.config.Printable;
import orchestrate.coordinator.run.RunAnswer;
import orchestrate.coordinator.run.RunRequest;
import orchestrate.coordinator.run.RunRequest.Wish;
import orchestrate.coordinator.run.RunningRun;
import org.jspecify.annotations.Nullable;

/** The run under way that a command is about. */
final class RunUnderWay {
  /** A run looks for requests from its second second on; a loaded machine may take longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private RunUnderWay() {}

  /**
   * Asks for these things, and prints what the run says to each.
   *
   * @param id of the run; without one, the only one that is under way, or the only one of a job
   *     file in this folder
   * @return the exit code
   */
  static int ask(@Nullable String id, List<? extends Wish> wishes)
      throws IOException, InterruptedException {
    RunningRun run = find(id);
    return run == null ? ExitCode.BAD_INPUT.code() : ask(run, wishes);
  }

  /** The run; null if it is not clear which, after that was said. */
  static @Nullable RunningRun find(@Nullable String id) throws IOException {
    List<RunningRun> runs = candidates(id);
    if (runs.size() == 1) {
      return runs.getFirst();
    }
    refuse(
        !runs.isEmpty()
            ? "several runs are under way; name one: "
                + runs.stream().map(RunningRun::id).collect(Collectors.joining(", "))
            : id == null ? "no run is under way" : "no run %s is under way".formatted(id));
    return null;
  }

  private static List<RunningRun> candidates(@Nullable String id) throws IOException {
    List<RunningRun> all = RunningRun.all();
    if (id != null) {
      return all.stream().filter(run -> run.id().equals(id)).toList();
    }
    Path here = Path.of("").toAbsolutePath();
    List<RunningRun> ofThisFolder = all.stream().filter(run -> run.isOf(here)).toList();
    return ofThisFolder.isEmpty() ? all : ofThisFolder;
  }

  private static int ask(RunningRun run, List<? extends Wish> wishes)
      throws IOException, InterruptedException {
    List<@Nullable RunAnswer> answers;
    try {
      answers = run.ask(wishes.stream().map(RunRequest::ofThisProcess).toList(), PATIENCE);
    } catch (NoSuchFileException e) {
      return refuse("run %s has just ended".formatted(run.id()));
    }
    boolean allDone = true;
    for (RunAnswer answer : answers) {
      if (answer == null) {
        allDone = false;
        refuse(
            "run %s did not answer in %d s; it may have ended"
                .formatted(run.id(), PATIENCE.toSeconds()));
      } else if (answer.done()) {
        System.out.printf("run %s: %s%n", run.id(), Printable.text(answer.said()));
      } else {
        allDone = false;
        refuse("run %s: %s".formatted(run.id(), answer.said()));
      }
    }
    return (allDone ? ExitCode.OK : ExitCode.BAD_INPUT).code();
  }

  static int refuse(String why) {
    System.err.println("orchestrate: " + Printable.text(why));
    return ExitCode.BAD_INPUT.code();
  }
}
