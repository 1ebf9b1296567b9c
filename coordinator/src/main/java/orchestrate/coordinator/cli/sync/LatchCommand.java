package orchestrate.coordinator.cli.sync;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import orchestrate.coordinator.cli.DurationConverter;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate sync latch}. */
@CommandLine.Command(
    name = "latch",
    description = "Counts down to 0, once, and lets processes wait for that.",
    mixinStandardHelpOptions = true)
final class LatchCommand {
  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Command(
      name = "count-down",
      description = "Counts down by one; does nothing at 0.",
      mixinStandardHelpOptions = true)
  int countDown(
      @CommandLine.Parameters(paramLabel = "NAME", description = "The latch.") String name,
      @CommandLine.Option(
              names = "--count",
              paramLabel = "N",
              description = "What it counts down from. Needed if it is new.")
          @Nullable Integer count)
      throws InterruptedException {
    return sync.act(
        "sync latch count-down",
        session -> {
          latch(session, name, count).countDown();
          return 0;
        });
  }

  @CommandLine.Command(
      name = "wait",
      description = "Waits until it is at 0.",
      mixinStandardHelpOptions = true)
  int await(
      @CommandLine.Parameters(paramLabel = "NAME", description = "The latch.") String name,
      @CommandLine.Option(
              names = "--count",
              paramLabel = "N",
              description = "What it counts down from. Needed if it is new.")
          @Nullable Integer count,
      @CommandLine.Option(
              names = "--timeout",
              paramLabel = "TIME",
              converter = DurationConverter.class,
              description = "How long to wait, such as 30s.")
          @Nullable Duration timeout)
      throws InterruptedException {
    return sync.act(
        "sync latch wait",
        session -> {
          SharedLatch latch = latch(session, name, count);
          if (timeout == null) {
            latch.await();
          } else if (!latch.await(timeout)) {
            throw new TimeoutException("%s: waited %s for it".formatted(latch, Text.of(timeout)));
          }
          return 0;
        });
  }

  private static SharedLatch latch(Session session, String name, @Nullable Integer count) {
    return count == null
        ? Existing.only(() -> session.findLatch(name), "--count N")
        : session.latch(name, count);
  }
}
