package orchestrate.pool;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import orchestrate.ipc.os.OwnerOnly;

/**
 * A value that is too long for a ring, as it is written. It is written by calls and not through a
 * mapping: the kernel then need not clear the pages first, and a full file system is an exception.
 *
 * <p>Whoever has read a value leaves its file to the one who wrote it, as its spare one: the next
 * value goes into the same memory, which the kernel then need not find again. A writer has one
 * spare file at most, of at most {@link #MOST_SPARE_BYTES}.
 */
final class ValueFile implements AutoCloseable {
  /** It stays in the processor's cache between the two copies. */
  private static final int STAGE_BYTES = 1 << 18;

  private static final String UNFINISHED = ".unfinished";

  /** Enough for what is sent often; more of it would be missed by others. */
  static final long MOST_SPARE_BYTES = 1 << 27;

  private final Path path;
  private final Path unfinished;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment stage = arena.allocate(STAGE_BYTES);
  private final ByteBuffer stageBuffer = stage.asByteBuffer();
  private long staged;

  /** Takes the writer's spare file, if it has one. */
  ValueFile(Place place) throws IOException {
    this.path = place.newValue();
    this.unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
    this.channel = reuse(place.spare()) ? open(WRITE) : open(CREATE_NEW, WRITE);
  }

  private boolean reuse(Path spare) throws IOException {
    try {
      Files.move(spare, unfinished, ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException thereIsNone) {
      return false;
    }
  }

  private FileChannel open(OpenOption... how) throws IOException {
    Set<OpenOption> options = new HashSet<>(List.of(how));
    options.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(unfinished, options, OwnerOnly.FILE);
  }

  Path path() {
    return path;
  }

  void write(MemorySegment source) throws IOException {
    for (long from = 0; from < source.byteSize(); ) {
      long count = Math.min(source.byteSize() - from, STAGE_BYTES - staged);
      MemorySegment.copy(source, from, stage, staged, count);
      from += count;
      staged += count;
      if (staged == STAGE_BYTES) {
        flush();
      }
    }
  }

  private void flush() throws IOException {
    stageBuffer.clear().limit((int) staged);
    try {
      while (stageBuffer.hasRemaining()) {
        channel.write(stageBuffer);
      }
    } catch (IOException e) {
      throw (IOException)
          new FileSystemException(
                  path.toString(),
                  null,
                  "can't keep a value of more than %,d bytes: %s; make room there, or send less at a time"
                      .formatted(channel.position(), e.getMessage()))
              .initCause(e);
    }
    staged = 0;
  }

  /** It is whole, and has its name. */
  void finish() throws IOException {
    flush();
    channel.truncate(channel.position()); // What was there before may have been longer.
    close();
    Files.move(unfinished, path);
  }

  /** It is not written any more. Does nothing if that was done. */
  @Override
  public void close() throws IOException {
    if (arena.scope().isAlive()) {
      arena.close();
      channel.close();
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(unfinished);
    Files.deleteIfExists(path);
  }

  /**
   * The value has been read, and nobody will do so again: its worker may write over it. Does
   * nothing if the file is gone, as it is when the pool has ended meanwhile.
   */
  static void giveBack(Path value) throws IOException {
    String writer = Place.writerOf(value.getFileName().toString());
    Path spare = Place.spare(folderOf(value), writer);
    try {
      shorten(value);
      Files.move(value, spare, ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      return;
    }
    // Who clears up after a worker deletes its link first, and then its spare file.
    if (Files.notExists(Place.link(folderOf(value), writer))) {
      Files.deleteIfExists(spare);
    }
  }

  private static void shorten(Path value) throws IOException {
    try (FileChannel channel = FileChannel.open(value, WRITE, LinkOption.NOFOLLOW_LINKS)) {
      channel.truncate(MOST_SPARE_BYTES);
    }
  }

  private static Path folderOf(Path value) {
    return requireNonNull(value.getParent());
  }

  /**
   * Deletes what a worker that has died has left that nobody will read. Its link must be deleted.
   *
   * @param told the last of its values of which it has told
   */
  static void deleteUnread(Path folder, String writer, long told) throws IOException {
    try (var files = Files.newDirectoryStream(folder, writer + ".*")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(UNFINISHED)
            || file.equals(Place.spare(folder, writer))
            || Place.numberOf(name) > told) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
