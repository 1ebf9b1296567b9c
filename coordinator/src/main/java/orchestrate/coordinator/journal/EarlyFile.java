package orchestrate.coordinator.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import orchestrate.ipc.os.OwnerOnly;

/**
 * The documents of a journal that were told before its queue was open. They look as in a file of
 * the queue ({@link DocumentFile}), so that they are read alike.
 */
final class EarlyFile implements AutoCloseable {
  /** It comes before the files of the queue, whose names begin with a year. */
  static final String NAME = "0.early";

  private static final int ALIGNMENT = Integer.BYTES;

  private final FileChannel channel;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  private EarlyFile(FileChannel channel) {
    this.channel = channel;
  }

  static EarlyFile create(Path folder) throws IOException {
    return new EarlyFile(
        FileChannel.open(
            folder.resolve(NAME),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.FILE));
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
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
