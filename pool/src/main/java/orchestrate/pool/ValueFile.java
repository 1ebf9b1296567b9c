package orchestrate.pool;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import orchestrate.ipc.os.OwnerOnly;

/**
 * A value that is too long for a ring, as it is written. It is written by calls and not through a
 * mapping: the kernel then need not clear the pages first, and a full file system is an exception.
 */
final class ValueFile implements AutoCloseable {
  /** It stays in the processor's cache between the two copies. */
  private static final int STAGE_BYTES = 1 << 18;

  private static final String UNFINISHED = ".unfinished";

  private final Path path;
  private final Path unfinished;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment stage = arena.allocate(STAGE_BYTES);
  private final ByteBuffer stageBuffer = stage.asByteBuffer();
  private long staged;

  ValueFile(Path path) throws IOException {
    this.path = path;
    this.unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
    this.channel =
        FileChannel.open(
            unfinished, Set.of(CREATE_NEW, WRITE, LinkOption.NOFOLLOW_LINKS), OwnerOnly.FILE);
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

  /** Deletes what somebody who has died was writing. */
  static void deleteUnfinished(Path folder, String writer) throws IOException {
    try (var files = Files.newDirectoryStream(folder, writer + ".*" + UNFINISHED)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
