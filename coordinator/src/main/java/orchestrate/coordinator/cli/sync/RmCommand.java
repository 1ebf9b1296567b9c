package orchestrate.coordinator.cli.sync;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code orchestrate sync rm}. */
@CommandLine.Command(
    name = "rm",
    description = {
      "Removes objects, with what is in them: who names one next makes a new one.",
      "",
      "One that a living process has open stays, and the exit code is 1: two processes would use"
          + " two objects of one name. End those that are named first."
    },
    mixinStandardHelpOptions = true)
final class RmCommand implements Callable<Integer> {
  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Parameters(arity = "1..*", paramLabel = "NAME", description = "The objects.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws InterruptedException {
    return sync.act(
        "sync rm",
        session -> {
          for (String name : names) {
            session.remove(name);
          }
          return 0;
        });
  }
}
