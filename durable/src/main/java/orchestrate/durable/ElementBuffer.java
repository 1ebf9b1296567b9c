package orchestrate.durable;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.UnsafeMemory;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.UndecodableElementException;

/**
 * One element on its way between a program and a file. Codecs work on this memory, not on the
 * file's, so that one which fails or writes too much damages nothing.
 *
 * <pre>
 *   0  4    unused: so that the element is aligned
 *   4  4    CRC-32C of the element
 *   8  n    the element, as its codec wrote it
 * </pre>
 *
 * <p>In the file it is the same without the unused part. For one thread at a time.
 */
final class ElementBuffer {
  private static final int CHECKSUM = 4;
  private static final int ELEMENT = 8;
  private static final int FIRST_BYTES = 1 << 10;

  private final int largest;
  private final CRC32C checksum = new CRC32C();
  private MemorySegment memory;
  private ByteBuffer view;
  private int length;

  ElementBuffer(int largest) {
    this.largest = largest;
    this.memory = allocate(Math.min(largest, FIRST_BYTES));
    this.view = memory.asByteBuffer();
  }

  /**
   * Puts an element in.
   *
   * @throws IllegalArgumentException if it is too large
   */
  <E> void encode(E element, Codec<E> codec) {
    long written = codec.encode(element, memory, ELEMENT, room());
    while (written > room()) {
      if (room() == largest) {
        throw new IllegalArgumentException(
            "an element has %d bytes or more, the queue was made for at most %d: make it with a"
                    .formatted(written, largest)
                + " larger largestElement");
      }
      grow(Math.max(written, 2L * room()));
      written = codec.encode(element, memory, ELEMENT, room());
    }
    length = (int) written;
    memory.set(JAVA_INT, CHECKSUM, sum());
  }

  /**
   * The element that is in it.
   *
   * @param queue what to call the queue in messages
   * @throws UndecodableElementException if the codec can't read it
   */
  <E> E decode(Codec<E> codec, String queue) {
    try {
      return Objects.requireNonNull(codec.decode(memory, ELEMENT, length));
    } catch (Throwable e) {
      throw new UndecodableElementException(
          "queue '%s'".formatted(queue), memory, ELEMENT, length, e);
    }
  }

  /** How long it is in the file. */
  int storedBytes() {
    return length + ELEMENT - CHECKSUM;
  }

  void writeTo(Bytes<?> file) {
    int stored = storedBytes();
    long target = file.addressForWrite(file.writePosition());
    UnsafeMemory.INSTANCE.copyMemory(memory.address() + CHECKSUM, target, (long) stored);
    file.writeSkip(stored);
  }

  /** Takes in what a file holds; false if that can't be an element or the checksum is wrong. */
  boolean readFrom(Bytes<?> file) {
    long stored = file.readRemaining();
    long bytes = stored + CHECKSUM - ELEMENT;
    if (bytes < 0 || bytes > largest) {
      return false;
    }
    if (bytes > room()) {
      grow(bytes);
    }
    UnsafeMemory.INSTANCE.copyMemory(
        file.addressForRead(file.readPosition()), memory.address() + CHECKSUM, stored);
    length = (int) bytes;
    return memory.get(JAVA_INT, CHECKSUM) == sum();
  }

  private int sum() {
    checksum.reset();
    checksum.update(view.limit(ELEMENT + length).position(ELEMENT));
    return (int) checksum.getValue();
  }

  private long room() {
    return memory.byteSize() - ELEMENT;
  }

  private void grow(long wanted) {
    memory = allocate((int) Math.min(largest, wanted));
    view = memory.asByteBuffer();
  }

  private static MemorySegment allocate(int room) {
    return Arena.ofAuto().allocate(ELEMENT + (long) room, ELEMENT);
  }
}
