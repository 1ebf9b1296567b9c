package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.channel.MessageRing;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.wait.Deadline;

/**
 * The ring between coordinator and worker: one producer, one consumer, and a doorbell for each. It
 * counts bytes, and lengths take some, so it has room for somewhat fewer elements than the others.
 *
 * <pre>
 *     0  64  doorbell of the consumer
 *    64  64  doorbell of the producer
 *   128      ring
 * </pre>
 */
final class RingQueue implements ElementQueue {
  private static final int RING_BYTES = CAPACITY * ELEMENT_BYTES;
  private static final long RING_OFFSET = 2 * Doorbell.BYTES;

  private final MappedRegion region;
  private final Doorbell items;
  private final Doorbell room;
  private final MessageRing ring;
  private final byte[] taken;
  private final BooleanSupplier isThere;
  private final BooleanSupplier tryPut;
  private byte[] element = {};
  private boolean put;

  private RingQueue(MappedRegion region) {
    this.region = region;
    this.items = new Doorbell(region.segment().asSlice(0, Doorbell.BYTES));
    this.room = new Doorbell(region.segment().asSlice(Doorbell.BYTES, Doorbell.BYTES));
    this.ring = new MessageRing(region.segment().asSlice(RING_OFFSET));
    this.taken = new byte[ring.maxMessage()];
    this.isThere = () -> !ring.isEmpty();
    this.tryPut = this::tryPut;
  }

  static RingQueue create(Path folder) throws IOException {
    return new RingQueue(
        MappedRegion.create(file(folder), RING_OFFSET + MessageRing.bytesFor(RING_BYTES)));
  }

  static RingQueue open(Path folder) throws IOException {
    return new RingQueue(MappedRegion.open(file(folder)));
  }

  @Override
  public void put(byte[] next) throws InterruptedException {
    element = next;
    put = false;
    for (tryPut(); !put; ) {
      room.await(tryPut, Deadline.never());
    }
    items.ring();
  }

  @Override
  public byte[] take() throws InterruptedException {
    while (ring.poll(taken) < 0) {
      items.await(isThere, Deadline.never());
    }
    room.ring();
    return taken;
  }

  @Override
  public void close() {
    region.close();
  }

  private boolean tryPut() {
    put = ring.offer(element, element.length);
    return put;
  }

  private static Path file(Path folder) {
    return folder.resolve("ring");
  }
}
