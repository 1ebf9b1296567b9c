package orchestrate.coordinator.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import orchestrate.ipc.os.OwnerOnly;

/**
 * A file that is there as a whole or not at all: it is written under another name beside its place,
 * and put there when it is done.
 */
final class ReportFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private static final FileAttribute<Set<PosixFilePermission>> FOR_OTHERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

  private final Path place;
  private final Path unfinished;
  private final FileAttribute<Set<PosixFilePermission>> permissions;
  private final OutputStream stream;
  private boolean published;

  private ReportFile(
      Path place, Path unfinished, FileAttribute<Set<PosixFilePermission>> permissions)
      throws IOException {
    this.place = place;
    this.unfinished = unfinished;
    this.permissions = permissions;
    this.stream =
        new BufferedOutputStream(
            Channels.newOutputStream(
                FileChannel.open(
                    unfinished,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    permissions)),
            BUFFER_BYTES);
  }

  /**
   * Begins it, and makes the folders above it. It is for its owner alone.
   *
   * @param runId tells it from those of other runs that have the same place
   * @throws IOException if it could not be put there
   */
  static ReportFile begin(Path place, String runId) throws IOException {
    return begin(place, runId, OwnerOnly.FILE);
  }

  /** The same, but others may read it as far as the umask lets them. */
  static ReportFile beginForOthers(Path place, String runId) throws IOException {
    return begin(place, runId, FOR_OTHERS);
  }

  private static ReportFile begin(
      Path place, String runId, FileAttribute<Set<PosixFilePermission>> permissions)
      throws IOException {
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(place.toString(), null, "it is a folder");
    }
    try {
      Files.createDirectories(place.toAbsolutePath().getParent(), OwnerOnly.FOLDER);
    } catch (FileAlreadyExistsException e) {
      var noFolder = new NotDirectoryException(e.getFile());
      noFolder.initCause(e);
      throw noFolder;
    }
    String name = ".%s.%s.unfinished".formatted(place.getFileName(), runId);
    Path unfinished = place.resolveSibling(name);
    Files.deleteIfExists(unfinished); // of a process of this run that was killed
    Files.deleteIfExists(parts(unfinished));
    return new ReportFile(place, unfinished, permissions);
  }

  Path place() {
    return place;
  }

  /** Buffered; a {@code flush} writes what is in the buffer. */
  OutputStream stream() {
    return stream;
  }

  /** A file for what can't be written in its order yet, which is gone when it is closed. */
  FileChannel scratch() throws IOException {
    return FileChannel.open(
        parts(unfinished),
        Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE),
        OwnerOnly.FILE);
  }

  private static Path parts(Path unfinished) {
    return unfinished.resolveSibling(unfinished.getFileName() + ".parts");
  }

  /** Puts this in its place until it is done, instead of what was there. */
  void publishMeanwhile(byte[] content) throws IOException {
    Path passing = unfinished.resolveSibling(unfinished.getFileName() + ".meanwhile");
    Files.deleteIfExists(passing); // of a process of this run that was killed
    try {
      try (var channel =
          FileChannel.open(
              passing,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              permissions)) {
        for (var bytes = ByteBuffer.wrap(content); bytes.hasRemaining(); ) {
          channel.write(bytes);
        }
      }
      Files.move(passing, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(passing);
    }
  }

  /** It is done: puts it in its place, instead of what was there. */
  void publish() throws IOException {
    stream.close();
    Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    published = true;
  }

  /** Forgets it, if it was not published. */
  @Override
  public void close() throws IOException {
    if (!published) {
      try {
        stream.close();
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
  }
}
