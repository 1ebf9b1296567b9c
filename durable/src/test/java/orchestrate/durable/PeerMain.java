package orchestrate.durable;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;

/**
 * Uses a queue until it is killed.
 *
 * <pre>
 *   produce SESSION QUEUE NAME     puts NAME:0, NAME:1, ...; counts in the file QUEUE-NAME what was put
 *   consume SESSION QUEUE NAME DELIVERY   the consumer DELIVERY; writes what it gets to the file QUEUE-NAME
 *   work    SESSION QUEUE NAME     takes, writes that to the file QUEUE-NAME, and is done with it
 *   hold    SESSION QUEUE NAME TAKEN DONE   takes so many, is done with so many of them, and waits
 * </pre>
 */
public final class PeerMain {
  private PeerMain() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[2]);
    Session session = Session.open(Path.of(args[1]), args[3]);
    switch (args[0]) {
      case "produce" -> produce(session, folder, args[3]);
      case "consume" -> consume(session, folder, args[3], Delivery.valueOf(args[4]));
      case "work" -> work(session, folder, args[3]);
      case "hold" -> hold(session, folder, Integer.parseInt(args[4]), Integer.parseInt(args[5]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  static Path recordOf(Path folder, String name) {
    return folder.resolveSibling(folder.getFileName() + "-" + name);
  }

  static long countOf(Path folder, String name) throws Exception {
    try (MappedRegion record = MappedRegion.open(recordOf(folder, name))) {
      return record.segment().get(JAVA_LONG, 0);
    }
  }

  private static void produce(Session session, Path folder, String name) throws Exception {
    DurableSettings settings = DurableSettings.defaults().withoutConsumer().withCapacity(20_000);
    DurableQueue<String> queue = DurableQueue.open(session, folder, Codec.strings(), settings);
    MappedRegion record = MappedRegion.create(recordOf(folder, name), Long.BYTES * 8);
    System.out.println("ready");
    for (long i = 0; true; i++) {
      queue.put(name + ":" + i);
      record.segment().set(JAVA_LONG, 0, i + 1);
    }
  }

  private static void consume(Session session, Path folder, String name, Delivery delivery)
      throws Exception {
    DurableSettings settings =
        DurableSettings.defaults().forConsumer(delivery.name()).withDelivery(delivery);
    DurableQueue<String> queue = DurableQueue.open(session, folder, Codec.strings(), settings);
    try (var file = new FileOutputStream(recordOf(folder, name).toFile())) {
      Collection<String> log = new Log(file);
      System.out.println("ready");
      while (true) {
        // What take returns is this process's, killed or not; a drain counts what the log has.
        if (delivery == Delivery.AT_MOST_ONCE) {
          log.add(queue.take());
        } else if (queue.drainTo(log, 16) == 0) {
          LockSupport.parkNanos(100_000);
        }
      }
    }
  }

  private static void work(Session session, Path folder, String name) throws Exception {
    DurableQueue<String> queue = openWithTasks(session, folder);
    try (var file = new FileOutputStream(recordOf(folder, name).toFile())) {
      Consumer<String> log = new Log(file)::add;
      System.out.println("ready");
      while (true) {
        log.accept(queue.take());
        queue.taskDone();
      }
    }
  }

  private static void hold(Session session, Path folder, int taken, int done) throws Exception {
    DurableQueue<String> queue = openWithTasks(session, folder);
    for (int i = 0; i < taken; i++) {
      queue.take();
    }
    for (int i = 0; i < done; i++) {
      queue.taskDone();
    }
    System.out.println("ready");
    Thread.sleep(Long.MAX_VALUE);
  }

  private static DurableQueue<String> openWithTasks(Session session, Path folder)
      throws IOException {
    return DurableQueue.open(
        session, folder, Codec.strings(), DurableSettings.defaults().withTasks());
  }

  /** Writes what is added to a file, each with one system call. */
  private static final class Log extends AbstractCollection<String> {
    private final FileOutputStream file;

    Log(FileOutputStream file) {
      this.file = file;
    }

    @Override
    public boolean add(String element) {
      try {
        file.write((element + "\n").getBytes(StandardCharsets.UTF_8));
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Iterator<String> iterator() {
      return Collections.emptyIterator();
    }

    @Override
    public int size() {
      return 0;
    }
  }
}
