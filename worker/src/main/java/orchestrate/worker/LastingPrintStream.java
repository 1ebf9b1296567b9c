package orchestrate.worker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A stream that a task can't close: it is there for the next task too. */
public final class LastingPrintStream extends PrintStream {
  LastingPrintStream(OutputStream out) {
    super(out, false, StandardCharsets.UTF_8);
  }

  /** On top of another one, which shows all of it at once. */
  public LastingPrintStream(PrintStream out) {
    super(out, true, out.charset());
  }

  @Override
  public void close() {
    flush();
  }
}
