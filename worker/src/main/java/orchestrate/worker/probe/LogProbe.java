package orchestrate.worker.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text is in a log. What was read once is not read again: it remembers how much of the
 * text the last bytes were, as Knuth, Morris and Pratt do, so that it sees a text that comes in
 * pieces and needs no more memory than one buffer.
 */
public final class LogProbe implements Probe {
  private static final int BUFFER_BYTES = 1 << 14;

  private final Path log;
  private final String written;
  private final byte[] text;

  /**
   * By how much of the text was seen: how much of it one has still seen if the next byte differs.
   */
  private final int[] fallback;

  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private @Nullable FileChannel channel;
  private long read;
  private int matched;

  /**
   * @param log may not be there yet
   * @param text not empty
   */
  public LogProbe(Path log, String text) {
    this.log = log;
    this.written = text;
    this.text = text.getBytes(UTF_8);
    this.fallback = fallback(this.text);
  }

  private static int[] fallback(byte[] text) {
    var fallback = new int[text.length];
    int matched = 0;
    for (int i = 1; i < text.length; i++) {
      while (matched > 0 && text[i] != text[matched]) {
        matched = fallback[matched - 1];
      }
      if (text[i] == text[matched]) {
        matched++;
      }
      fallback[i] = matched;
    }
    return fallback;
  }

  @Override
  public @Nullable String lacking(Duration patience) throws IOException {
    long start = System.nanoTime();
    FileChannel opened = open();
    while (opened != null && opened.read(buffer.clear()) > 0) {
      if (isFoundIn(buffer.flip())) {
        return null;
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        break; // It prints faster than anybody could read.
      }
    }
    return "log: `%s` is not in the %,d bytes that it has printed".formatted(written, read);
  }

  /** A log is there as soon as its command has run for a moment. */
  private @Nullable FileChannel open() throws IOException {
    if (channel == null && Files.exists(log)) {
      channel = FileChannel.open(log);
    }
    return channel;
  }

  private boolean isFoundIn(ByteBuffer bytes) {
    read += bytes.remaining();
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      while (matched > 0 && next != text[matched]) {
        matched = fallback[matched - 1];
      }
      if (next == text[matched] && ++matched == text.length) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
