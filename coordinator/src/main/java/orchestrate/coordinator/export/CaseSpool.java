package orchestrate.coordinator.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/**
 * Keeps pieces of a file that can't be written in their order: those of many suites come at the
 * same time, and in front of each suite stands how many it has.
 */
final class CaseSpool implements AutoCloseable {
  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

  /** Where the buffer begins in the file. */
  private long written;

  /**
   * @param file that is empty, and is closed with this
   */
  CaseSpool(FileChannel file) {
    this.file = file;
  }

  /** Where the next piece begins, and the last one ends. */
  long position() {
    return written + buffer.position();
  }

  void add(byte[] piece) throws IOException {
    if (piece.length > buffer.remaining()) {
      flush();
    }
    if (piece.length > buffer.remaining()) {
      write(ByteBuffer.wrap(piece));
    } else {
      buffer.put(piece);
    }
  }

  private void flush() throws IOException {
    write(buffer.flip());
    buffer.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      written += file.write(bytes);
    }
  }

  /** Writes a piece to its place. */
  void copy(long start, long end, OutputStream to) throws IOException {
    if (end > written) {
      flush();
    }
    for (long from = start; from < end; ) {
      from += file.transferTo(from, end - from, Channels.newChannel(to));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
