package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import orchestrate.benchmarks.run.SharedFolder;
import orchestrate.ipc.channel.MessageRing;
import orchestrate.ipc.channel.SharedChannel;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.session.Session;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to pass an element on when nobody else is there. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class UncontendedQueues {
  private static final int RING_BYTES = ElementQueue.CAPACITY * ElementQueue.ELEMENT_BYTES;

  private final byte[] element = new byte[ElementQueue.ELEMENT_BYTES];
  private final SharedFolder folder;
  private final Session session;
  private final Session other;
  private final Path file;
  private final MappedRegion region;
  private final MessageRing ring;
  private final byte[] taken;
  private final BlockingQueue<byte[]> queue;
  private final SharedChannel<byte[]> sending;
  private final SharedChannel<byte[]> receiving;

  public UncontendedQueues() {
    try {
      folder = SharedFolder.given();
      session = Session.create(folder.path().resolve("session"), "uncontended");
      other = Session.open(session.folder(), "other");
      file = folder.path().resolve("ring");
      region = MappedRegion.create(file, MessageRing.bytesFor(RING_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ring = new MessageRing(region.segment());
    taken = new byte[ring.maxMessage()];
    queue =
        session.queue(
            "queue",
            QueueSpec.fifo(ElementQueue.CAPACITY).elementsOf(ElementQueue.ELEMENT_BYTES),
            Codec.bytes());
    sending = session.channel("channel", Codec.bytes());
    receiving = other.channel("channel", Codec.bytes());
  }

  @Benchmark
  public int ring() {
    ring.offer(element, element.length);
    return ring.poll(taken);
  }

  @Benchmark
  public byte[] queue() throws InterruptedException {
    queue.put(element);
    return queue.take();
  }

  @Benchmark
  public byte[] channel() throws InterruptedException {
    sending.send(element);
    return receiving.receive();
  }

  @TearDown
  public void leave() throws IOException {
    other.close();
    session.close();
    region.close();
    Files.delete(file); // The next JVM makes another.
    folder.close();
  }
}
