package orchestrate.coordinator.cli.sync;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import orchestrate.coordinator.cli.DurationConverter;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedSemaphore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate sync semaphore}. */
@CommandLine.Command(
    name = "semaphore",
    description = {
      "Lets a number of commands run at a time.",
      "",
      "Permits are held by a process, so there is no command to take one and none to give it back:"
          + " who would hold it meanwhile? See `orchestrate sync show NAME` for who does."
    },
    mixinStandardHelpOptions = true)
final class SemaphoreCommand {
  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Command(
      name = "acquire",
      description = {
        "Waits for permits, and runs a command that holds them until it ends.",
        "",
        "If this process is killed, so is COMMAND, with all that it has started."
      },
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = 125)
  int acquire(
      @CommandLine.Parameters(paramLabel = "NAME", description = "The semaphore.") String name,
      @CommandLine.Option(
              names = "--permits",
              paramLabel = "N",
              description = "How many it has; it is made with so many (default: 1, if it is new).")
          @Nullable Integer permits,
      @CommandLine.Option(
              names = "--count",
              paramLabel = "K",
              defaultValue = "1",
              description = "How many to take, all at once (default: 1).")
          int count,
      @CommandLine.Option(
              names = "--timeout",
              paramLabel = "TIME",
              converter = DurationConverter.class,
              description = "How long to wait for them, such as 30s; 0s takes them now or never.")
          @Nullable Duration timeout,
      @CommandLine.Parameters(
              paramLabel = "-- COMMAND",
              arity = "1..*",
              description = "What to run, with its arguments.")
          List<String> command)
      throws InterruptedException {
    return sync.actFor(command, session -> hold(session, name, permits, count, timeout, command));
  }

  private static int hold(
      Session session,
      String name,
      @Nullable Integer permits,
      int count,
      @Nullable Duration timeout,
      List<String> command)
      throws InterruptedException, TimeoutException {
    SharedSemaphore semaphore = semaphore(session, name, permits);
    if (timeout == null) {
      semaphore.acquire(count);
    } else {
      semaphore.acquire(count, timeout);
    }
    try {
      return Hold.run(session, command);
    } finally {
      semaphore.release(count);
    }
  }

  private static SharedSemaphore semaphore(
      Session session, String name, @Nullable Integer permits) {
    return permits != null
        ? session.semaphore(name, permits)
        : Existing.or(() -> session.findSemaphore(name), () -> session.semaphore(name, 1));
  }
}
