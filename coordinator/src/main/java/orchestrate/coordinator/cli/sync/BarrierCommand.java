package orchestrate.coordinator.cli.sync;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import orchestrate.coordinator.cli.DurationConverter;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedBarrier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate sync barrier}. */
@CommandLine.Command(
    name = "barrier",
    description = "A point that a number of processes reach together.",
    mixinStandardHelpOptions = true)
final class BarrierCommand {
  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Command(
      name = "wait",
      description = {
        "Arrives at the barrier, and waits for the others to arrive.",
        "",
        "If one of those who have arrived dies, is interrupted or waits too long, nobody waits in"
            + " vain: the barrier is broken for all (exit code 1), until `reset`."
      },
      mixinStandardHelpOptions = true)
  int await(
      @CommandLine.Parameters(paramLabel = "NAME", description = "The barrier.") String name,
      @CommandLine.Option(
              names = "--parties",
              paramLabel = "N",
              description = "How many meet; it is made with so many. Needed if it is new.")
          @Nullable Integer parties,
      @CommandLine.Option(
              names = "--timeout",
              paramLabel = "TIME",
              converter = DurationConverter.class,
              description = "How long to wait, such as 30s.")
          @Nullable Duration timeout)
      throws InterruptedException {
    return sync.act(
        "sync barrier wait",
        session -> {
          arrive(barrier(session, name, parties), timeout);
          return 0;
        });
  }

  @CommandLine.Command(
      name = "reset",
      description = "Breaks the barrier for those who wait, and makes it whole for who comes next.",
      mixinStandardHelpOptions = true)
  int reset(@CommandLine.Parameters(paramLabel = "NAME", description = "The barrier.") String name)
      throws InterruptedException {
    return sync.act(
        "sync barrier reset",
        session -> {
          session.findBarrier(name).reset();
          return 0;
        });
  }

  private static void arrive(SharedBarrier barrier, @Nullable Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    if (timeout == null) {
      barrier.await();
    } else {
      barrier.await(timeout);
    }
  }

  private static SharedBarrier barrier(Session session, String name, @Nullable Integer parties) {
    return parties == null
        ? Existing.only(() -> session.findBarrier(name), "--parties N")
        : session.barrier(name, parties);
  }
}
