package orchestrate.coordinator.history;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import orchestrate.coordinator.report.LogFollower;
import org.jspecify.annotations.Nullable;

/** Prints logs: as they are, or line by line, made harmless for a terminal. */
public record LogPrinter(OutputStream out, Charset charset, Form form) {
  private static final int PIECE_BYTES = 1 << 16;

  /** How it is printed. */
  public enum Form {
    /** Byte by byte. */
    RAW,
    /** Line by line, control characters spelled out. */
    LINES,
    /** The same, each after the name of its instance. */
    NAMED_LINES
  }

  /** A log that is printed while it grows. */
  sealed interface Printing extends AutoCloseable {
    /** Prints what has come since the last time, or a piece of it; returns whether that is all. */
    boolean read() throws IOException;

    /** Nothing more comes: ends the last line. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** Begins to print one. */
  Printing begin(String name, Path log) {
    return switch (form) {
      case RAW -> new Raw(log, out);
      case LINES -> new Lines(new LogFollower(log), this::print);
      case NAMED_LINES -> new Lines(new LogFollower(log), line -> print(name + " | " + line));
    };
  }

  /** Prints all of one. */
  public void print(TaskLog log) throws IOException {
    try (Printing printing = begin(log.name(), log.file())) {
      while (!printing.read()) {
        // A piece each time.
      }
      printing.finish();
    }
    out.flush();
  }

  private void print(String line) {
    try {
      out.write((line + "\n").getBytes(charset));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Lines implements Printing {
    private final LogFollower log;
    private final Consumer<String> to;

    Lines(LogFollower log, Consumer<String> to) {
      this.log = log;
      this.to = to;
    }

    @Override
    public boolean read() throws IOException {
      return log.read(PIECE_BYTES, to);
    }

    @Override
    public void finish() {
      log.readRest(to);
    }

    @Override
    public void close() throws IOException {
      log.close();
    }
  }

  private static final class Raw implements Printing {
    private final Path log;
    private final OutputStream out;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private @Nullable FileChannel channel;

    Raw(Path log, OutputStream out) {
      this.log = log;
      this.out = out;
    }

    @Override
    public boolean read() throws IOException {
      if (channel == null) {
        if (!Files.exists(log)) {
          return true;
        }
        channel = FileChannel.open(log);
      }
      int count = channel.read(piece.clear());
      if (count > 0) {
        out.write(piece.array(), 0, count);
      }
      return count <= 0;
    }

    @Override
    public void finish() {}

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }
}
