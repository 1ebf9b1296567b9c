package orchestrate.worker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Sends what Java tasks print to the log of the attempt that prints it. A lane's thread and the
 * threads it starts write to that lane's log; any other
 * thread writes to the worker's own log.
 *
 * <p>Nothing that matters to the run goes over stdout, so a task may print what it likes.
 */
final class OutputCapture extends OutputStream {
  private final InheritableThreadLocal<@Nullable AttemptLog> ofThread =
      new InheritableThreadLocal<>();
  private final OutputStream elsewhere;

  private OutputCapture(OutputStream elsewhere) {
    this.elsewhere = elsewhere;
  }

  /** Takes the place of {@code System.out} and {@code System.err}. */
  static OutputCapture install() {
    PrintStream ownLog = System.out;
    var capture = new OutputCapture(ownLog);
    var stream = new PrintStream(capture, false, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    return capture;
  }

  /** What this thread, and threads that it starts from now on, print goes to {@code log}. */
  void bind(AttemptLog log) {
    ofThread.set(log);
  }

  private OutputStream target() {
    AttemptLog log = ofThread.get();
    return log != null && log.isOpen() ? log : elsewhere;
  }

  @Override
  public void write(int b) throws java.io.IOException {
    target().write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
    target().write(bytes, offset, length);
  }
}
