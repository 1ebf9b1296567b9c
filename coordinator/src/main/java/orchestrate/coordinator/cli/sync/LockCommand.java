package orchestrate.coordinator.cli.sync;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.DurationConverter;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedLock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate sync lock}. */
@CommandLine.Command(
    name = "lock",
    description = {
      "Lets one command run at a time: waits for the lock, and runs a command that holds it until"
          + " it ends.",
      "",
      "If this process is killed, so is COMMAND, with all that it has started; the next one gets"
          + " the lock and is told, until a COMMAND has ended with 0."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 125)
final class LockCommand implements Callable<Integer> {
  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "The lock.")
  private String name = "";

  @CommandLine.Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long to wait for it, such as 30s; 0s takes it now or never.")
  private @Nullable Duration timeout;

  @CommandLine.Parameters(
      index = "1..*",
      paramLabel = "-- COMMAND",
      arity = "1..*",
      description = "What to run, with its arguments.")
  private List<String> command = List.of();

  @Override
  public Integer call() throws InterruptedException {
    return sync.actFor(command, this::hold);
  }

  private int hold(Session session) throws InterruptedException, TimeoutException {
    SharedLock lock = session.lock(name);
    if (timeout == null) {
      lock.lockInterruptibly();
    } else {
      lock.lock(timeout);
    }
    try {
      lock.abandonedBy()
          .ifPresent(
              dead ->
                  System.err.println(
                      Printable.text(
                          "orchestrate: %s died while it held lock '%s'"
                              .formatted(dead.describe(), name))));
      int exitCode = Hold.run(session, command);
      if (exitCode == ExitCode.OK.code() && lock.abandonedBy().isPresent()) {
        lock.markConsistent();
      }
      return exitCode;
    } finally {
      lock.unlock();
    }
  }
}
