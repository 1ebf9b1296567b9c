package orchestrate.worker.process;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the lanes of a worker join their commands by pipes. Who comes first to one of the two ends
 * waits for the other: so they start together, and no end is ever left without an owner. Who is
 * interrupted leaves nothing behind.
 *
 * <p>Thread-safe.
 */
public final class Pipes {
  /** A pipe that one lane has made and another is to come to. */
  private static final class Half {
    private static final int READ = 0;
    private static final int WRITE = 1;

    final int[] ends = Kernel.pipe();
    boolean isWhole;
  }

  private final Map<String, Half> halves = new HashMap<>();

  /**
   * Waits until those that are to have the other ends are there.
   *
   * @param stdin the name of the pipe to read from; null for no pipe
   * @param stdout the name of the pipe to write to; null for no pipe
   */
  public PipeEnds join(@Nullable String stdin, @Nullable String stdout)
      throws InterruptedException {
    if (stdin == null && stdout == null) {
      return PipeEnds.USUAL;
    }
    var ends = new PipeEnds();
    boolean joined = false;
    try {
      if (stdin != null) {
        ends.setStdin(join(stdin, Half.READ));
      }
      if (stdout != null) {
        ends.setStdout(join(stdout, Half.WRITE));
      }
      joined = true;
      return ends;
    } finally {
      if (!joined) {
        ends.close();
      }
    }
  }

  private synchronized int join(String name, int end) throws InterruptedException {
    Half waiting = halves.remove(name);
    if (waiting != null) {
      waiting.isWhole = true;
      notifyAll();
      return waiting.ends[end];
    }
    var made = new Half();
    halves.put(name, made);
    try {
      while (!made.isWhole) {
        wait();
      }
    } catch (InterruptedException e) {
      Kernel.close(made.ends[end]);
      if (!made.isWhole) {
        halves.remove(name);
        Kernel.close(made.ends[1 - end]);
      }
      throw e;
    }
    return made.ends[end];
  }
}
