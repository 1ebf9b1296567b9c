package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import orchestrate.durable.DurableQueue;
import orchestrate.durable.DurableSettings;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.session.Session;

/** A queue that a session gives by name, or coordinates. */
final class SessionQueue implements ElementQueue {
  private final Session session;
  private final BlockingQueue<byte[]> queue;
  private final Closing closing;

  /** What there is to close besides the session. */
  @FunctionalInterface
  private interface Closing {
    void close() throws IOException;
  }

  private SessionQueue(Session session, BlockingQueue<byte[]> queue, Closing closing) {
    this.session = session;
    this.queue = queue;
    this.closing = closing;
  }

  /** In shared memory. */
  static SessionQueue shared(Session session) {
    QueueSpec spec = QueueSpec.fifo(CAPACITY).elementsOf(ELEMENT_BYTES);
    return new SessionQueue(session, session.queue("queue", spec, Codec.bytes()), () -> {});
  }

  /** On disk, in the folder for temporary files. */
  static SessionQueue durable(Session session, Path folder) throws IOException {
    var queue =
        DurableQueue.open(
            session,
            onDisk(folder).resolve("queue"),
            Codec.bytes(),
            DurableSettings.defaults().withCapacity(DURABLE_CAPACITY));
    return new SessionQueue(session, queue, queue::close);
  }

  /** What the benchmark's folder in shared memory is called on disk. */
  static Path onDisk(Path folder) throws IOException {
    Path onDisk =
        Path.of(System.getProperty("java.io.tmpdir")).resolve("on-disk-" + folder.getFileName());
    Files.createDirectories(onDisk);
    return onDisk;
  }

  /** It is made to take what its consumers can't keep up with. */
  private static final int DURABLE_CAPACITY = 1 << 20;

  static Session create(Path folder) throws IOException {
    return Session.create(folder.resolve("session"), "owner");
  }

  static Session open(Path folder) throws IOException {
    return Session.open(folder.resolve("session"), "end");
  }

  @Override
  public void put(byte[] element) throws InterruptedException {
    queue.put(element);
  }

  @Override
  public byte[] take() throws InterruptedException {
    return queue.take();
  }

  @Override
  public void close() throws IOException {
    closing.close();
    session.close();
  }
}
