package orchestrate.pool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** How what a task threw travels: as itself if it can, and in words in any case. */
final class Thrown {
  private static final int LONGEST_TRACE = 16_000;

  private Thrown() {}

  static void write(Throwable thrown, Outgoing out) throws IOException {
    byte[] bytes = serialized(thrown);
    out.putString(trace(thrown));
    out.putString(text(thrown));
    out.putInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes, 0, bytes.length);
    }
  }

  /** Null if it can't be serialised, whyever: its class decides how it is. */
  private static byte @Nullable [] serialized(Throwable thrown) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(thrown);
      return bytes.toByteArray();
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.getBuffer().length() <= LONGEST_TRACE
        ? text.toString()
        : text.getBuffer().substring(0, LONGEST_TRACE) + "\n...";
  }

  /** As {@code toString} has it, which may fail itself. */
  private static String text(Throwable thrown) {
    try {
      return String.valueOf(thrown);
    } catch (RuntimeException e) {
      return thrown.getClass().getName();
    }
  }

  /**
   * What was thrown, with the trace as its cause.
   *
   * @param worker in words
   */
  static Throwable read(Incoming in, Values values, String worker) throws IOException {
    var trace = new RemoteTrace(worker, in.getString());
    String text = in.getString();
    int length = in.getInt();
    Throwable thrown = length < 0 ? null : deserialized(in.getBytes(length), values);
    if (thrown == null) {
      thrown =
          new RemoteFailureException(
              text
                  + " (of a class that can't be sent from process to process, or is not known here)");
    }
    trace.addTo(thrown);
    return thrown;
  }

  private static @Nullable Throwable deserialized(byte[] bytes, Values values) {
    try {
      return values.deserialize(new ByteArrayInputStream(bytes)) instanceof Throwable thrown
          ? thrown
          : null;
    } catch (IOException | RuntimeException | LinkageError e) {
      return null; // It is told in words.
    }
  }
}
