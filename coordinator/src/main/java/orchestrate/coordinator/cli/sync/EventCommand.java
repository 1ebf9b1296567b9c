package orchestrate.coordinator.cli.sync;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import orchestrate.coordinator.cli.DurationConverter;
import orchestrate.ipc.sync.SharedEvent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate sync event}. */
@CommandLine.Command(
    name = "event",
    description = "A flag that processes can wait for. Nobody owns it: it stays as it is.",
    mixinStandardHelpOptions = true)
final class EventCommand {
  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Command(
      name = "set",
      description = "Sets the flag: all who wait go on.",
      mixinStandardHelpOptions = true)
  int set(@CommandLine.Parameters(paramLabel = "NAME", description = "The event.") String name)
      throws InterruptedException {
    return sync.act(
        "sync event set",
        session -> {
          session.event(name).set();
          return 0;
        });
  }

  @CommandLine.Command(
      name = "clear",
      description = "Clears the flag: who comes from now on waits.",
      mixinStandardHelpOptions = true)
  int clear(@CommandLine.Parameters(paramLabel = "NAME", description = "The event.") String name)
      throws InterruptedException {
    return sync.act(
        "sync event clear",
        session -> {
          session.event(name).clear();
          return 0;
        });
  }

  @CommandLine.Command(
      name = "wait",
      description = "Waits until the flag is set; not at all if it is.",
      mixinStandardHelpOptions = true)
  int await(
      @CommandLine.Parameters(paramLabel = "NAME", description = "The event.") String name,
      @CommandLine.Option(
              names = "--timeout",
              paramLabel = "TIME",
              converter = DurationConverter.class,
              description = "How long to wait, such as 30s.")
          @Nullable Duration timeout)
      throws InterruptedException {
    return sync.act(
        "sync event wait",
        session -> {
          SharedEvent event = session.event(name);
          if (timeout == null) {
            event.await();
          } else if (!event.await(timeout)) {
            throw new TimeoutException("%s: waited %s for it".formatted(event, Text.of(timeout)));
          }
          return 0;
        });
  }
}
