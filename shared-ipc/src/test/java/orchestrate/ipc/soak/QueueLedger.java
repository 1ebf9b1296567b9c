package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import orchestrate.ipc.queue.QueueSpec.Order;

/**
 * What a peer has put into a queue and taken from it, each written to a file at once: so that it is
 * known when the peer is dead, except perhaps for the last.
 */
final class QueueLedger {
  private static final String PUT = ".put.";
  private static final String TAKEN = ".taken.";

  private final Path folder;
  private final String queue;
  private final FileChannel puts;
  private final FileChannel takes;

  QueueLedger(Path folder, String queue, int peer) throws IOException {
    this.folder = folder;
    this.queue = queue;
    this.puts = open(folder.resolve(queue + PUT + peer));
    this.takes = open(folder.resolve(queue + TAKEN + peer));
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
  }

  void put(long element) throws IOException {
    append(puts, element);
  }

  void taken(long element) throws IOException {
    append(takes, element);
  }

  private static void append(FileChannel file, long element) throws IOException {
    file.write(ByteBuffer.allocate(Long.BYTES).putLong(0, element));
  }

  /**
   * Compares what all have put with what all have taken. Returns how many elements somebody took
   * and didn't write down.
   *
   * @param deaths how many elements may have been taken and not written down, come late, or be
   *     taken though their put isn't written down
   */
  int audit(Order order, int deaths) throws IOException {
    Map<Integer, BitSet> taken = new HashMap<>();
    int late = 0;
    for (Path file : files(TAKEN)) {
      Map<Integer, Integer> last = new HashMap<>();
      for (long element : read(file)) {
        int producer = producer(element);
        int number = (int) element;
        BitSet numbers = taken.computeIfAbsent(producer, p -> new BitSet());
        assertThat(numbers.get(number))
            .as("%s queue: peer %d's element %d was taken twice", queue, producer, number)
            .isFalse();
        numbers.set(number);
        Integer before = last.put(producer, number);
        if (before != null && before > number) {
          late++;
        }
      }
    }
    int lost = 0;
    for (Path file : files(PUT)) {
      long[] elements = read(file);
      if (elements.length > 0) {
        BitSet numbers = taken.getOrDefault(producer(elements[0]), new BitSet());
        assertThat(numbers.length())
            .as("%s queue: one past the last that was taken of %s", queue, file.getFileName())
            .isLessThanOrEqualTo(elements.length + 1);
        lost += elements.length - numbers.get(0, elements.length).cardinality();
      }
    }
    assertThat(lost).as("%s queue: elements lost", queue).isBetween(0, deaths);
    if (order == Order.FIFO) {
      assertThat(late).as("%s queue: elements out of order", queue).isBetween(0, deaths);
    }
    return lost;
  }

  private static int producer(long element) {
    return (int) (element >>> Integer.SIZE);
  }

  private List<Path> files(String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files.filter(file -> file.getFileName().toString().startsWith(queue + kind)).toList());
    }
  }

  private static long[] read(Path file) throws IOException {
    LongBuffer elements = ByteBuffer.wrap(Files.readAllBytes(file)).asLongBuffer();
    long[] array = new long[elements.remaining()];
    elements.get(array);
    return array;
  }
}
