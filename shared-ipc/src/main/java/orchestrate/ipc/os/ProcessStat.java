package orchestrate.ipc.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process a pid means. A pid is used again after its process ends, so it takes the start time
 * too to tell one process from the next.
 *
 * @param pid its number
 * @param start when it started: in clock ticks since boot on Linux, else in milliseconds
 */
public record ProcessStat(int pid, long start) {
  // Numbered as in proc_pid_stat(5), from the field after the command name, which is number 3.
  private static final int STATE = 0;
  private static final int THREADS = 20 - 3;
  private static final int START = 22 - 3;

  /** This process. */
  public static ProcessStat self() {
    return Self.STAT;
  }

  /** The process that has this pid now; empty if there is none. Linux only. */
  public static Optional<ProcessStat> of(int pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return Optional.of(new ProcessStat(pid, Long.parseLong(afterCommand(stat)[START])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether no thread of that process can run any more: it has no entry, the pid belongs to a later
   * process, or it is a zombie without other threads.
   */
  public boolean isGone() {
    if (equals(self())) {
      return false;
    }
    return Libc.IS_LINUX ? isGoneByProc() : !startOf(pid).equals(Optional.of(start));
  }

  private boolean isGoneByProc() {
    Path file = Path.of("/proc/" + pid + "/stat");
    String stat;
    try {
      stat = Files.readString(file);
    } catch (IOException e) {
      // It may have ended while we read; but that we can't open any file says nothing about it.
      return Files.notExists(file);
    }
    String[] fields = afterCommand(stat);
    boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
    return Long.parseLong(fields[START]) != start
        || (ended && Integer.parseInt(fields[THREADS]) <= 1);
  }

  private static String[] afterCommand(String stat) {
    // The command name stands in parentheses and may itself contain any character.
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }

  private static Optional<Long> startOf(int pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  private static final class Self {
    static final ProcessStat STAT = Libc.IS_LINUX ? byProc() : byHandle();

    private static ProcessStat byProc() {
      try {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        int pid = Integer.parseInt(stat.substring(0, stat.indexOf(' ')));
        return new ProcessStat(pid, Long.parseLong(afterCommand(stat)[START]));
      } catch (IOException e) {
        return byHandle();
      }
    }

    private static ProcessStat byHandle() {
      int pid = (int) ProcessHandle.current().pid();
      return new ProcessStat(pid, startOf(pid).orElse(0L));
    }
  }
}
