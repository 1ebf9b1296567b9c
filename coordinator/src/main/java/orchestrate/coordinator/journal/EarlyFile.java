package orchestrate.coordinator.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import orchestrate.config.Explanation;
import orchestrate.ipc.os.DiskSpace;
import orchestrate.ipc.os.OwnerOnly;

/**
 * The documents of a journal that were told before its queue was open. They look as in a file of
 * the queue ({@link DocumentFile}), so that they are read alike; and as there, the disk has room
 * reserved for what will be written.
 */
final class EarlyFile implements AutoCloseable {
  /** It comes before the files of the queue, whose names begin with a year. */
  static final String NAME = "0.early";

  private static final int ALIGNMENT = Integer.BYTES;
  private static final int ROOM_BYTES = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  private EarlyFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static EarlyFile create(Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    var file =
        new EarlyFile(
            path,
            FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OwnerOnly.FILE));
    DiskSpace.reserve(path, 0, ROOM_BYTES);
    return file;
  }

  /** Whether more is not sure to find room. */
  boolean isHalfFull() throws IOException {
    return channel.position() > ROOM_BYTES / 2;
  }

  /** Writes a document: the first {@code length} of these bytes. */
  void append(byte[] bytes, int length) throws IOException {
    int whole = Integer.BYTES + length + (-length & (ALIGNMENT - 1));
    if (buffer.capacity() < whole) {
      buffer = ByteBuffer.allocate(2 * whole).order(ByteOrder.LITTLE_ENDIAN);
    }
    buffer.clear().putInt(length).put(bytes, 0, length);
    while (buffer.position() < whole) {
      buffer.put((byte) 0);
    }
    write();
  }

  /** What follows is in the queue. */
  void end() throws IOException {
    buffer = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(DocumentFile.END_OF_FILE);
    write();
    close();
  }

  /** At once, so that a death leaves a document as a whole or not at all. */
  private void write() throws IOException {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new IOException(path + ": " + Explanation.of(e), e);
    }
  }

  /** Gives back the room that was not needed. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.truncate(channel.position());
      channel.close();
    }
  }
}
