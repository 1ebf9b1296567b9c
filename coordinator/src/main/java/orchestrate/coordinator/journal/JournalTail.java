package orchestrate.coordinator.journal;

import java.nio.file.Path;
import java.util.function.Consumer;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import orchestrate.ipc.channel.MessageReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal of a run that goes on in another process. Not thread-safe.
 *
 * <p>That process makes the journal's files before there is anything in them, and opens them in the
 * background: until then there is nothing to read.
 */
public final class JournalTail implements AutoCloseable {
  private final Path folder;
  private @Nullable ChronicleQueue queue;
  private @Nullable ExcerptTailer tailer;
  private @Nullable RuntimeException failure;

  /** Nothing is opened yet. */
  public JournalTail(Path folder) {
    this.folder = folder;
  }

  /** Passes on the events that were not told yet, oldest first. */
  public void read(Consumer<RunEvent> to) {
    ExcerptTailer opened = open();
    if (opened != null) {
      while (opened.readBytes(
          bytes -> RunEventCodec.read(new MessageReader(bytes.toByteArray()), to))) {
        // Each call takes one document.
      }
    }
  }

  /** Why it could not be opened so far; null if it could be. */
  public @Nullable RuntimeException failure() {
    return failure;
  }

  private @Nullable ExcerptTailer open() {
    if (tailer == null) {
      ChronicleQueue opened = null;
      try {
        opened = JournalFile.reader(folder);
        tailer = opened.createTailer();
        queue = opened;
        failure = null;
      } catch (RuntimeException notReady) {
        failure = notReady;
        if (opened != null) {
          opened.close();
        }
      }
    }
    return tailer;
  }

  @Override
  public void close() {
    if (queue != null) {
      queue.close();
    }
  }
}
