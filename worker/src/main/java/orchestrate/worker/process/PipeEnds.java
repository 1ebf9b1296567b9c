package orchestrate.worker.process;

/**
 * What a command that is about to start gets for its stdin and stdout, besides the usual. They are
 * to be closed as soon as it has its own: or nobody would notice its end by them. Not thread-safe.
 */
public final class PipeEnds implements AutoCloseable {
  private static final int NONE = -1;

  /** Of a command that is joined with no other. */
  public static final PipeEnds USUAL = new PipeEnds();

  private int stdin = NONE;
  private int stdout = NONE;

  PipeEnds() {}

  void setStdin(int descriptor) {
    stdin = descriptor;
  }

  void setStdout(int descriptor) {
    stdout = descriptor;
  }

  boolean hasStdin() {
    return stdin != NONE;
  }

  boolean hasStdout() {
    return stdout != NONE;
  }

  /** The descriptor to read from, in this process. */
  int stdin() {
    return stdin;
  }

  /** The descriptor to write to, in this process. */
  int stdout() {
    return stdout;
  }

  /** Does nothing if they are closed. */
  @Override
  public void close() {
    if (hasStdin()) {
      Kernel.close(stdin);
      stdin = NONE;
    }
    if (hasStdout()) {
      Kernel.close(stdout);
      stdout = NONE;
    }
  }
}
