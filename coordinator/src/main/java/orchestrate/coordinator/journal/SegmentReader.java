package orchestrate.coordinator.journal;

import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import orchestrate.ipc.channel.MessageReader;
import org.jspecify.annotations.Nullable;

/** Reads a segment of a journal, document by document. Not thread-safe. */
final class SegmentReader implements AutoCloseable {
  private final ChronicleQueue queue;
  private final ExcerptTailer tailer;

  SegmentReader(Segment segment, Path runFolder) {
    this.queue = JournalFile.reader(segment.folder());
    this.tailer = queue.createTailer();
  }

  /** Puts the events of the next document into the list, if there is one. */
  boolean next(List<RunEvent> into) {
    into.clear();
    return tailer.readBytes(
        bytes -> RunEventCodec.read(new MessageReader(bytes.toByteArray()), into::add));
  }

  /** Whether a document was begun and not finished, behind the last one. */
  boolean cutShort() {
    return false;
  }

  /** Where the reading has ended before the end, and why; null if it has not. */
  @Nullable String damage() {
    return null;
  }

  @Override
  public void close() {
    queue.close();
  }
}
