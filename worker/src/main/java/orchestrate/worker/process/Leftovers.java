package orchestrate.worker.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import orchestrate.ipc.os.ProcessStat;

/**
 * What the commands of one lane have left running outside of their sessions: daemons, in short.
 * When its parent ends, such a process is given to this one, the subreaper. It is known by a mark
 * in its environment; one that has wiped its environment is ended as soon as every command that
 * still runs is younger than it, since then it is nobody's that runs.
 *
 * <p>The kernel gives orphans to the main thread, and commands are started by others: so the main
 * thread's children are the orphans. To ask for them, usually in vain, is one system call.
 */
final class Leftovers {
  /** The variable that has the mark. */
  static final String VARIABLE = "ORCHESTRATE_LANE";

  private static final Orphans ORPHANS = Orphans.open();

  /** The commands that run now, in all lanes of this worker. */
  private static final Set<Integer> RUNNING = new HashSet<>();

  private final String mark;

  /**
   * @param mark of the lane
   */
  Leftovers(String mark) {
    this.mark = mark;
  }

  /** A command of this lane runs. */
  void started(int command) {
    synchronized (Leftovers.class) {
      RUNNING.add(command);
    }
  }

  /** The command has ended: so must what it has left. Clears away what has ended by itself. */
  void kill(int command) {
    // One lane at a time: what one reaps, another must not signal.
    synchronized (Leftovers.class) {
      RUNNING.remove(command);
      for (int orphan : ORPHANS.list()) {
        if (!Kernel.reapIfEnded(orphan) && isLeft(orphan)) {
          ProcessTree.end(orphan);
        }
      }
    }
  }

  private boolean isLeft(int orphan) {
    for (String variable : MarkedProcesses.environment(orphan)) {
      if (variable.startsWith(VARIABLE + "=")) {
        return variable.equals(VARIABLE + "=" + mark);
      }
    }
    long start = start(orphan);
    return RUNNING.stream().noneMatch(command -> start(command) <= start);
  }

  /** A process that has ended was there before all others. */
  private static long start(int process) {
    return ProcessStat.of(process).map(ProcessStat::start).orElse(0L);
  }

  /** The children of the main thread. */
  private static final class Orphans {
    private static final int NOT_THERE = -1;
    private static final int[] NONE = {};
    private static final int FIRST_BYTES = 1 << 12;

    private final int file;
    private MemorySegment memory = Arena.global().allocate(FIRST_BYTES);

    private Orphans(int file) {
      this.file = file;
    }

    static Orphans open() {
      long self = ProcessHandle.current().pid();
      try {
        return new Orphans(Kernel.openForReading(Path.of("/proc/self/task/" + self + "/children")));
      } catch (IOException | UnsupportedOperationException e) {
        return new Orphans(NOT_THERE); // Another system, or a kernel without CONFIG_PROC_CHILDREN.
      }
    }

    int[] list() {
      if (file == NOT_THERE) {
        return NONE;
      }
      int length = Math.max(0, Kernel.read(file, memory, 0));
      while (length == memory.byteSize()) {
        memory = Arena.global().allocate(2 * memory.byteSize());
        length = Math.max(0, Kernel.read(file, memory, 0));
      }
      return length == 0 ? NONE : parse(length);
    }

    private int[] parse(int length) {
      var bytes = new byte[length];
      MemorySegment.ofArray(bytes).copyFrom(memory.asSlice(0, length));
      return Arrays.stream(new String(bytes, ISO_8859_1).strip().split(" "))
          .mapToInt(Integer::parseInt)
          .toArray();
    }
  }
}
