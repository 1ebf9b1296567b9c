package orchestrate.coordinator.journal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.Wire;
import orchestrate.ipc.os.DiskSpace;
import orchestrate.ipc.os.OwnerOnly;
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
  static final int BLOCK_BYTES = 1 << 20;

  /**
   * How long it waits for the header of a file to be completed by another. There is no other; and
   * Chronicle waits for that of the file which it finds empty because {@link #makeRoom} has made it
   * so, before it writes one itself.
   */
  private static final long PATIENCE_MS = 1;

  /** What making the file, and its first document, can take. */
  private static final long FIRST_BYTES = 1 << 19;

  /** Chronicle's own file beside it; it is made of so many bytes. */
  private static final long METADATA_BYTES = 1 << 17;

  /** With a document the queue may write two pages of its index, of 32 KiB each. */
  private static final long INDEX_BYTES = 1 << 17;

  /** Reserved at a time. */
  private static final long AHEAD_BYTES = 1 << 18;

  private final ChronicleQueue queue;
  private final ExcerptAppender appender;
  private long reserved = FIRST_BYTES;

  private JournalFile(ChronicleQueue queue) {
    this.queue = queue;
    // Without the flags of coordinator.options it opens read-only; then there is no appender.
    this.appender = queue.createAppender();
    appender.singleThreadedCheckDisabled(true);
  }

  /**
   * Takes the room that {@link #open} needs, before a task can fill the disk: Chronicle finds its
   * files there, with nothing in them yet.
   *
   * @param day since 1970, as it is in UTC; the file is named by it
   */
  static void makeRoom(Path folder, long day) throws IOException {
    Files.createDirectories(folder, OwnerOnly.FOLDER);
    DiskSpace.reserve(Files.createFile(documents(folder, day), OwnerOnly.FILE), 0, FIRST_BYTES);
    DiskSpace.reserve(Files.createFile(metadata(folder), OwnerOnly.FILE), 0, METADATA_BYTES);
  }

  /** It was not opened after all. */
  static void giveBackRoom(Path folder, long day) throws IOException {
    Files.deleteIfExists(documents(folder, day));
    Files.deleteIfExists(metadata(folder));
  }

  private static Path documents(Path folder, long day) {
    String name = LocalDate.ofEpochDay(day).toString().replace("-", "");
    return folder.resolve(name + "F.cq4");
  }

  private static Path metadata(Path folder) {
    return folder.resolve("metadata.cq4t");
  }

  /**
   * Begins a journal where there is room for it.
   *
   * @param day that of {@link #makeRoom}: a run that sees midnight keeps to its file
   */
  static JournalFile open(Path folder, long day) {
    long time = Duration.ofDays(day).toMillis();
    return new JournalFile(builder(folder).timeProvider(() -> time).build());
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
      return; // Nothing is written yet.
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
        .timeoutMS(PATIENCE_MS)
        .rollCycle(RollCycles.FAST_DAILY);
  }
}
