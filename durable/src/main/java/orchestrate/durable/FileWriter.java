package orchestrate.durable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import orchestrate.ipc.os.OwnerOnly;
import org.jspecify.annotations.Nullable;

/** Appends to one file. Only whoever has the appenders' lock may use one. */
final class FileWriter implements AutoCloseable {
  private static final String CHRONICLES_LOCK = "chronicle.write.lock";
  private static final long UNLOCKED = Long.MIN_VALUE;
  private static final Set<PosixFilePermission> OWNER_ONLY = OwnerOnly.FILE.value();
  private static final byte[] ZEROS = new byte[1 << 20];

  /** Headers, padding and an index page of Chronicle may come between two elements. */
  private static final int SLACK = 1 << 16;

  private final SingleChronicleQueue queue;
  private final ControlFile control;
  private final ExcerptAppender appender;
  private final Path path;
  private @Nullable RandomAccessFile file;

  private FileWriter(SingleChronicleQueue queue, ControlFile control, Path folder) {
    this.queue = queue;
    this.control = control;
    this.path = folder.resolve(ElementFiles.DATA_FILE);
    // Whoever had it is dead: only the owner of the appenders' lock takes it. Chronicle would wait.
    queue.tableStorePut(CHRONICLES_LOCK, UNLOCKED);
    this.appender = queue.createAppender();
    appender.singleThreadedCheckDisabled(true); // our locks do that
  }

  /** Opens a file that has elements. */
  static FileWriter open(ElementFiles files, ControlFile control, Path folder) {
    files.checkThere(folder);
    return of(files.open(folder), control, folder);
  }

  /** Makes a file; what there is of that name is left of one that wasn't finished. */
  static FileWriter create(ElementFiles files, ControlFile control, Path folder)
      throws IOException {
    control.setEnd(0);
    control.setReserved(0);
    ElementFiles.delete(folder);
    checkSpace(files);
    Files.createDirectory(folder, OwnerOnly.FOLDER);
    FileWriter writer = of(files.open(folder), control, folder);
    try (DocumentContext document = writer.appender.writingDocument()) {
      document.rollbackOnClose(); // Chronicle makes its file when it begins the first entry
    }
    restrict(folder);
    return writer;
  }

  private static FileWriter of(SingleChronicleQueue queue, ControlFile control, Path folder) {
    try {
      return new FileWriter(queue, control, folder);
    } catch (RuntimeException e) {
      queue.close();
      throw e;
    }
  }

  /**
   * Appends an element.
   *
   * @throws IOException if the disk is full; then nothing has happened
   */
  void append(ElementBuffer element) throws IOException {
    reserve(element.storedBytes());
    try (DocumentContext document = appender.writingDocument()) {
      try {
        Bytes<?> bytes = Objects.requireNonNull(document.wire()).bytes();
        element.writeTo(bytes);
        control.setEnd(bytes.writePosition());
      } catch (RuntimeException | Error e) {
        document.rollbackOnClose();
        throw e;
      }
    }
  }

  /** Waits until the disk has what was appended. */
  void force() throws IOException {
    file().getFD().sync();
  }

  /** Waits until the disk knows of this file. */
  static void forceFolder(ElementFiles all, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        forceOne(each);
      }
    }
    forceOne(folder);
    forceOne(all.folder());
  }

  @Override
  public void close() throws IOException {
    queue.close();
    if (file != null) {
      file.close();
    }
  }

  /**
   * Has the disk reserve space ahead. A mapped file is sparse: a page that the disk has no room for
   * would end in a fault inside of Chronicle, in the middle of an element.
   */
  private void reserve(int bytes) throws IOException {
    long end = control.end();
    long needed = end + bytes + SLACK;
    // The first element of a file was provided for when the file was made.
    if (end == 0 || needed <= control.reserved()) {
      return;
    }
    // Nothing has been written from here on.
    long reserved = Math.max(end, control.reserved());
    RandomAccessFile data = file();
    data.seek(reserved);
    while (reserved < needed) {
      data.write(ZEROS);
      reserved += ZEROS.length;
    }
    control.setReserved(reserved);
  }

  private RandomAccessFile file() throws IOException {
    RandomAccessFile open = file;
    if (open == null) {
      open = new RandomAccessFile(path.toFile(), "rw");
      file = open;
    }
    return open;
  }

  private static void forceOne(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void checkSpace(ElementFiles files) throws IOException {
    long needed = 2L * ZEROS.length + files.largestElement();
    long usable = Files.getFileStore(files.folder()).getUsableSpace();
    if (usable < needed) {
      throw new IOException(
          "no space left on the disk of %s: %d bytes, a new file needs %d"
              .formatted(files.folder(), usable, needed));
    }
  }

  private static void restrict(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.setPosixFilePermissions(each, OWNER_ONLY);
      }
    }
  }
}
