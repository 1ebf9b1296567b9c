package orchestrate.coordinator.cli.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import orchestrate.config.DeclaredQueue;
import orchestrate.config.DeclaredQueue.Order;
import orchestrate.coordinator.cli.DurationConverter;
import orchestrate.coordinator.run.TextQueues;
import orchestrate.durable.DurableQueue;
import orchestrate.ipc.queue.ClosableQueue;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.Session;
import orchestrate.worker.durable.DurablePlace;
import orchestrate.worker.durable.DurableTexts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate sync queue}. */
@CommandLine.Command(
    name = "queue",
    description = "Texts that some put in, and others take.",
    mixinStandardHelpOptions = true)
final class QueueCommand {
  private static final int CAPACITY = 1000;

  @CommandLine.ParentCommand private SyncCommand sync = new SyncCommand();

  @CommandLine.Command(
      name = "put",
      description = "Puts texts, or the lines of stdin if there are none; waits for room.",
      mixinStandardHelpOptions = true)
  int put(
      @CommandLine.Parameters(paramLabel = "NAME", description = "The queue.") String name,
      @CommandLine.Parameters(
              paramLabel = "TEXT",
              arity = "0..*",
              description = "What to put; up to " + TextQueues.MAX_BYTES + " bytes each.")
          @Nullable List<String> texts,
      @CommandLine.Option(
              names = "--capacity",
              paramLabel = "N",
              description =
                  "How many texts it has room for; it is made so (default: "
                      + CAPACITY
                      + ", if it is new).")
          @Nullable Integer capacity,
      @CommandLine.Option(
              names = "--priority",
              paramLabel = "N",
              description =
                  "In a queue by priority, as a job file can have: the smallest comes out first"
                      + " (default: 0).")
          @Nullable Long priority)
      throws InterruptedException {
    return sync.act(
        "sync queue put",
        session -> {
          if (priority != null || capacity != null) {
            checkInMemory(session, name);
          }
          return use(
              session,
              name,
              () ->
                  priority == null
                      ? queue(session, name, capacity)
                      : byPriority(session, name, capacity, priority),
              queue -> {
                if (texts == null || texts.isEmpty()) {
                  putLines(queue);
                } else {
                  for (String text : texts) {
                    queue.put(text);
                  }
                }
              });
        });
  }

  @CommandLine.Command(
      name = "get",
      description = "Takes the next text and prints it; waits for one.",
      mixinStandardHelpOptions = true)
  int get(
      @CommandLine.Parameters(paramLabel = "NAME", description = "The queue.") String name,
      @CommandLine.Option(
              names = "--timeout",
              paramLabel = "TIME",
              converter = DurationConverter.class,
              description = "How long to wait, such as 30s.")
          @Nullable Duration timeout)
      throws InterruptedException {
    return sync.act(
        "sync queue get",
        session ->
            use(
                session,
                name,
                () -> queue(session, name, null),
                queue ->
                    System.out.println(timeout == null ? queue.take() : take(queue, timeout))));
  }

  @CommandLine.Command(
      name = "close",
      description = "Nothing can be put any more; `get` ends with 1 when nothing is left.",
      mixinStandardHelpOptions = true)
  int close(@CommandLine.Parameters(paramLabel = "NAME", description = "The queue.") String name)
      throws InterruptedException {
    return sync.act(
        "sync queue close",
        session -> use(session, name, () -> queue(session, name, null), ClosableQueue::close));
  }

  /** What is done with a queue. */
  private interface Use {
    void of(ClosableQueue<String> queue) throws IOException, InterruptedException, TimeoutException;
  }

  /** Uses the durable queue of that name if the run has one, else the one in its memory. */
  private static int use(
      Session session, String name, Supplier<SharedQueue<String>> inMemory, Use use)
      throws IOException, InterruptedException, TimeoutException {
    DurablePlace place = DurablePlace.in(session.folder()).get(name);
    if (place == null) {
      use.of(inMemory.get());
    } else {
      try (DurableQueue<String> durable = DurableTexts.open(session, place)) {
        use.of(durable.named(name));
      }
    }
    return 0;
  }

  private static void checkInMemory(Session session, String name) throws IOException {
    if (DurablePlace.in(session.folder()).containsKey(name)) {
      throw new IllegalArgumentException(
          "queue '%s' is durable: it has no priorities, and the job file says its capacity; leave"
                  .formatted(name)
              + " out --priority and --capacity");
    }
  }

  private static String take(ClosableQueue<String> queue, Duration timeout)
      throws InterruptedException, TimeoutException {
    String text = queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (text == null) {
      throw new TimeoutException("%s: waited %s for a text".formatted(queue, Text.of(timeout)));
    }
    return text;
  }

  private static void putLines(ClosableQueue<String> queue)
      throws IOException, InterruptedException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      queue.put(line);
    }
  }

  private static SharedQueue<String> queue(
      Session session, String name, @Nullable Integer capacity) {
    return capacity != null
        ? make(session, name, capacity)
        : Existing.or(() -> find(session, name, 0), () -> make(session, name, CAPACITY));
  }

  private static SharedQueue<String> make(Session session, String name, int capacity) {
    return TextQueues.open(session, name, new DeclaredQueue(Order.FIFO, capacity, false));
  }

  /** What is put by it has that priority, if it is a queue by priority. */
  private static SharedQueue<String> find(Session session, String name, long priority) {
    return session.findQueue(name, Codec.strings().withPriority(_ -> priority));
  }

  private static SharedQueue<String> byPriority(
      Session session, String name, @Nullable Integer capacity, long priority) {
    if (capacity != null) {
      throw new IllegalArgumentException(
          "--capacity makes a queue that is first in, first out: it has no priorities; leave out"
              + " --capacity or --priority");
    }
    SharedQueue<String> queue = find(session, name, priority);
    if (queue.spec().order() != QueueSpec.Order.PRIORITY) {
      throw new IllegalArgumentException(
          "%s has no priorities; leave out --priority".formatted(queue));
    }
    return queue;
  }
}
