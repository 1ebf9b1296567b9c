package orchestrate.coordinator.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.coordinator.run.RunRequest;
import orchestrate.coordinator.run.RunRequest.Wish;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate pause} and {@code unpause}: whether a run in another process starts tasks. */
abstract class PauseCommand implements Callable<Integer> {
  private final Wish wish;

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description =
          "Its id, which may be left out if only one runs, or only one of a job file in this"
              + " folder.")
  private @Nullable String run;

  private PauseCommand(Wish wish) {
    this.wish = wish;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return RunUnderWay.ask(run, List.of(wish));
  }

  /** Has it start nothing. */
  @CommandLine.Command(
      name = "pause",
      description =
          "Has a run start nothing new, until `orchestrate unpause`. What runs goes on; services"
              + " stay.",
      mixinStandardHelpOptions = true)
  static final class Pause extends PauseCommand {
    Pause() {
      super(new RunRequest.Pause());
    }
  }

  /** Has it go on. */
  @CommandLine.Command(
      name = "unpause",
      aliases = "resume-run",
      description = "Has a paused run go on.",
      mixinStandardHelpOptions = true)
  static final class Unpause extends PauseCommand {
    Unpause() {
      super(new RunRequest.Unpause());
    }
  }
}
