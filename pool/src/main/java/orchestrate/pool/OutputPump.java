package orchestrate.pool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Passes on what a worker prints, to where this process prints at that moment, and remembers the
 * end of it. Its threads end with the worker's output.
 */
final class OutputPump {
  private static final int REMEMBERED = 4_096;
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Thread out;
  private final Thread err;
  private byte[] end = new byte[0];

  OutputPump(Process process, String label) {
    out = start(label + " out", process.getInputStream(), () -> System.out);
    err = start(label + " err", process.getErrorStream(), () -> System.err);
  }

  private Thread start(String name, InputStream from, Supplier<PrintStream> to) {
    return Thread.ofPlatform().daemon().name(name).start(() -> pump(from, to));
  }

  private void pump(InputStream from, Supplier<PrintStream> to) {
    var bytes = new byte[8_192];
    try (from) {
      for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
        remember(bytes, count);
        PrintStream target = to.get();
        target.write(bytes, 0, count);
        target.flush();
      }
    } catch (IOException workerIsGone) {
      // It was killed while it printed.
    }
  }

  private synchronized void remember(byte[] bytes, int count) {
    byte[] all = Arrays.copyOf(end, end.length + count);
    System.arraycopy(bytes, 0, all, end.length, count);
    end = Arrays.copyOfRange(all, Math.max(0, all.length - REMEMBERED), all.length);
  }

  /**
   * The last that was printed, once all of it has come. A process that the worker has started may
   * have the pipe open still: it is not waited for.
   */
  String end() throws InterruptedException {
    var _ = out.join(PATIENCE);
    var _ = err.join(PATIENCE);
    synchronized (this) {
      return new String(end, UTF_8).stripTrailing();
    }
  }
}
