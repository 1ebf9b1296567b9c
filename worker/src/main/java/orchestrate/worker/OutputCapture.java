package orchestrate.worker;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sends what Java tasks print to the log of the attempt that prints it: that of the lane's thread,
 * and of the threads which that starts meanwhile. Any other thread writes to the worker's own log.
 *
 * <p>Nothing that matters to the run goes over stdout, so a task may print what it likes.
 */
final class OutputCapture extends OutputStream {
  private static final InheritableThreadLocal<@Nullable AttemptLog> OF_THREAD =
      new InheritableThreadLocal<>();

  private final OutputStream elsewhere;

  private OutputCapture(OutputStream elsewhere) {
    this.elsewhere = elsewhere;
  }

  /** Takes the place of {@code System.out} and {@code System.err}. */
  static void install() {
    var stream = new LastingPrintStream(new OutputCapture(System.out));
    System.setOut(stream);
    System.setErr(stream);
  }

  /** What this thread prints, and threads that it starts from now on, goes to {@code log}. */
  static void bind(AttemptLog log) {
    OF_THREAD.set(log);
  }

  private OutputStream target() {
    AttemptLog log = OF_THREAD.get();
    return log != null ? log : elsewhere;
  }

  @Override
  public void write(int b) throws IOException {
    target().write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    target().write(bytes, offset, length);
  }
}
