package orchestrate.coordinator.cli.sync;

import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedCounter;
import picocli.CommandLine;

/** {@code orchestrate sync counter}. */
@CommandLine.Command(
    name = "counter",
    description = "A number that processes add to, each addition whole. It starts at 0.",
    mixinStandardHelpOptions = true)
final class CounterCommand {
  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Command(
      name = "add",
      description = "Adds to it, and prints what that makes.",
      mixinStandardHelpOptions = true)
  int add(
      @CommandLine.Parameters(paramLabel = "NAME", description = "The counter.") String name,
      @CommandLine.Parameters(
              paramLabel = "DELTA",
              arity = "0..1",
              defaultValue = "1",
              description = "How much; may be negative (default: 1).")
          long delta)
      throws InterruptedException {
    return sync.act(
        "sync counter add",
        session -> {
          System.out.println(counter(session, name).addAndGet(delta));
          return 0;
        });
  }

  @CommandLine.Command(name = "get", description = "Prints it.", mixinStandardHelpOptions = true)
  int get(@CommandLine.Parameters(paramLabel = "NAME", description = "The counter.") String name)
      throws InterruptedException {
    return sync.act(
        "sync counter get",
        session -> {
          System.out.println(counter(session, name).get());
          return 0;
        });
  }

  private static SharedCounter counter(Session session, String name) {
    return Existing.or(() -> session.findCounter(name), () -> session.counter(name));
  }
}
