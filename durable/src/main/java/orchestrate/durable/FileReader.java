package orchestrate.durable;

import java.nio.file.Path;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;

/** Reads the elements of one file, in order at the price of a copy. For one thread at a time. */
final class FileReader implements AutoCloseable {
  private final Path folder;
  private final SingleChronicleQueue queue;
  private final ExcerptTailer tailer;
  private long next;
  private long end;

  FileReader(ElementFiles files, Path folder) {
    this.folder = folder;
    files.checkThere(folder);
    this.queue = files.open(folder);
    try {
      this.tailer = queue.createTailer();
      tailer.singleThreadedCheckDisabled(true); // our locks do that
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
    this.next = -1;
  }

  /**
   * Reads the element at that position, counted from 0.
   *
   * @return whether there is one
   * @throws DamagedQueueException if there is something else
   */
  boolean read(long position, ElementBuffer buffer) {
    if (next != position
        && !tailer.moveToIndex(queue.rollCycle().toIndex(ElementFiles.CYCLE, position))) {
      return false;
    }
    next = -1;
    try (DocumentContext document = tailer.readingDocument()) {
      if (!document.isPresent()) {
        return false;
      }
      Bytes<?> bytes = Objects.requireNonNull(document.wire()).bytes();
      if (!buffer.readFrom(bytes)) {
        throw new DamagedQueueException(
            "%s is damaged: the element at position %d (%d bytes) has a wrong checksum"
                .formatted(
                    folder.resolve(ElementFiles.DATA_FILE), position, bytes.readRemaining()));
      }
      end = bytes.readPosition() + bytes.readRemaining();
    }
    next = position + 1;
    return true;
  }

  /** Where in the file the element that was read last ends, in bytes. */
  long end() {
    return end;
  }

  @Override
  public void close() {
    queue.close();
  }
}
