package orchestrate.coordinator.journal;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.Wire;
import orchestrate.ipc.os.DiskSpace;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a journal, in one file of a Chronicle queue.
 *
 * <p>The queue maps a sparse file: a page that the disk has no room for would be a signal in the
 * middle of a write, which ends the JVM. So the disk reserves room before it is written to, and a
 * full disk is an exception.
 *
 * <p>Belongs to one thread at a time.
 */
final class JournalFile implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 20;

  private static final long LOCK_TIMEOUT_MS = 500;

  /** What making the file, and its first document, can take. */
  private static final long FIRST_BYTES = 1 << 20;

  /** With a document the queue may write two pages of its index, of 32 KiB each. */
  private static final long INDEX_BYTES = 1 << 17;

  /** Reserved at a time. */
  private static final long AHEAD_BYTES = 1 << 18;

  private final ChronicleQueue queue;
  private final ExcerptAppender appender;
  private long reserved;

  private JournalFile(ChronicleQueue queue) {
    this.queue = queue;
    // Without the flags of coordinator.options it opens read-only; then there is no appender.
    this.appender = queue.createAppender();
    appender.singleThreadedCheckDisabled(true);
  }

  /** Has the classes ready that {@link #open} needs. */
  static void load() {
    builder(Path.of(""));
  }

  /** Begins a journal in this folder; takes half a second. */
  static JournalFile open(Path folder) throws IOException {
    Files.createDirectories(folder);
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (usable < FIRST_BYTES) {
      throw new FileSystemException(folder.toString(), null, "No space left on device");
    }
    // A run that sees midnight keeps to its file.
    long now = System.currentTimeMillis();
    return new JournalFile(builder(folder).timeProvider(() -> now).build());
  }

  /** Passes on the documents of a journal, oldest first. */
  static void read(Path folder, Consumer<byte[]> to) {
    try (ChronicleQueue queue = builder(folder).readOnly(true).build()) {
      ExcerptTailer tailer = queue.createTailer();
      while (tailer.readBytes(bytes -> to.accept(bytes.toByteArray()))) {
        // Each call takes one document.
      }
    }
  }

  /** Writes a document: the first {@code length} of these bytes. */
  void append(byte[] bytes, int length) throws IOException {
    reserve(length);
    appender.writeBytes(out -> out.write(bytes, 0, length));
  }

  private void reserve(int length) throws IOException {
    File file = appender.currentFile();
    @Nullable Wire wire = appender.wire();
    if (file == null || wire == null) {
      return; // Nothing is written yet; that there is room for a beginning was looked for.
    }
    long needed = wire.bytes().writePosition() + length + INDEX_BYTES;
    if (needed > reserved) {
      long end = needed + AHEAD_BYTES;
      DiskSpace.reserve(file.toPath(), reserved, end - reserved);
      reserved = end;
    }
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }

  private static SingleChronicleQueueBuilder builder(Path folder) {
    return SingleChronicleQueueBuilder.binary(folder)
        .blockSize(BLOCK_BYTES)
        .timeoutMS(LOCK_TIMEOUT_MS)
        .rollCycle(RollCycles.FAST_DAILY);
  }
}
