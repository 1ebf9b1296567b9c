package orchestrate.worker.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the commands of one lane have left running outside of their sessions: daemons, in short.
 * When its parent ends, such a process is given to this one, the subreaper; it is known by a mark
 * in its environment. One that has wiped its environment lives until the worker ends.
 *
 * <p>The kernel gives orphans to the main thread, and commands are started by others: so the main
 * thread's children are the orphans.
 */
public final class Leftovers {
  /** The variable that has the mark. */
  public static final String VARIABLE = "ORCHESTRATE_LANE";

  private static final long SELF = ProcessHandle.current().pid();
  private static final Path ORPHANS = Path.of("/proc/self/task/" + SELF + "/children");

  private final String mark;

  /**
   * @param mark of the lane; no other lane of this machine has it at this time
   */
  public Leftovers(String mark) {
    this.mark = mark;
  }

  /** What the variable must be for the lane's commands. */
  public String mark() {
    return mark;
  }

  /** Ends them, and clears away those that have ended by themselves. */
  public void kill() throws IOException {
    // One lane at a time: what one reaps, another must not signal.
    synchronized (Leftovers.class) {
      for (String child : Files.readString(ORPHANS).split(" ", -1)) {
        if (!child.isBlank()) {
          kill(Integer.parseInt(child.strip()));
        }
      }
    }
  }

  private void kill(int orphan) {
    byte[] environment;
    try {
      environment = Files.readAllBytes(Path.of("/proc/" + orphan + "/environ"));
    } catch (IOException e) {
      environment = new byte[0]; // Nothing is left of it but its id.
    }
    if (environment.length == 0) {
      Kernel.reapIfEnded(orphan);
    } else if (isMarked(environment)) {
      ProcessTable.descendants(orphan).forEach(pid -> Kernel.kill(pid, Kernel.SIGKILL));
      Kernel.kill(orphan, Kernel.SIGKILL);
      Kernel.reapKilled(orphan);
    }
  }

  private boolean isMarked(byte[] environment) {
    String marked = VARIABLE + "=" + mark;
    return Arrays.asList(new String(environment, ISO_8859_1).split("\0", -1)).contains(marked);
  }
}
