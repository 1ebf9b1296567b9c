package orchestrate.coordinator.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import orchestrate.config.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log line by line while it grows, made harmless for a terminal. It takes the memory of one
 * buffer, however long the log or a line of it is: a line that is longer is told in parts.
 */
public final class LogFollower implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 14;

  private final Path log;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private @Nullable FileChannel channel;

  public LogFollower(Path log) {
    this.log = log;
  }

  /**
   * Tells the whole lines that are there and were not told yet.
   *
   * @param most about how many bytes it reads at most
   * @return whether it has read all there is
   */
  public boolean read(long most, Consumer<String> lines) throws IOException {
    FileChannel opened = open();
    if (opened == null) {
      return true;
    }
    for (long taken = 0; taken < most; ) {
      int count = opened.read(buffer);
      if (count <= 0) {
        return true;
      }
      taken += count;
      tell(lines);
    }
    return false;
  }

  /** Tells what stands after the last line feed. */
  public void readRest(Consumer<String> lines) {
    if (buffer.position() > 0) {
      lines.accept(text(buffer.position()));
      buffer.clear();
    }
  }

  /** A log is there as soon as something is in it, or its task has run for a while. */
  private @Nullable FileChannel open() throws IOException {
    if (channel == null && Files.exists(log)) {
      channel = FileChannel.open(log);
    }
    return channel;
  }

  private void tell(Consumer<String> lines) {
    byte[] bytes = buffer.array();
    int start = 0;
    for (int end = 0; end < buffer.position(); end++) {
      if (bytes[end] == '\n') {
        lines.accept(text(start, end));
        start = end + 1;
      }
    }
    if (start == 0 && !buffer.hasRemaining()) {
      lines.accept(text(0, buffer.position()));
      start = buffer.position();
    }
    buffer.flip().position(start);
    buffer.compact();
  }

  private String text(int end) {
    return text(0, end);
  }

  private String text(int start, int end) {
    boolean isDos = end > start && buffer.array()[end - 1] == '\r';
    return Printable.text(
        new String(buffer.array(), start, (isDos ? end - 1 : end) - start, UTF_8));
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
