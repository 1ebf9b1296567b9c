package orchestrate.coordinator.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.worker.process.ProcessTable;
import org.jspecify.annotations.Nullable;

/** How much of the machine a run uses: its coordinator and all that descend from it, by /proc. */
final class RunLoad {
  /** What the kernel counts processor time in, on all machines that we know (USER_HZ). */
  private static final double NANOS_PER_TICK = 1e7;

  private static final Path PROC = Path.of("/proc");

  // Fields of /proc/PID/stat, from the one after the name.
  private static final int USER_TICKS = 11;
  private static final int CHILDRENS_SYSTEM_TICKS = 14;

  private static final String OWN_MEMORY = "RssAnon:";

  private final int coordinator;
  private long ticks;
  private long at;

  /** That of the run of this process. */
  RunLoad() {
    this((int) ProcessHandle.current().pid());
  }

  /** That of the run of another. */
  RunLoad(int coordinator) {
    this.coordinator = coordinator;
  }

  /**
   * What it used.
   *
   * @param cores how many processors it kept busy since the last time
   * @param bytes of memory that its processes do not share with others or with files
   */
  record Load(double cores, long bytes) {}

  /** Now; null at the first time, and where there is no /proc. */
  @Nullable Load sample() {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return null;
    }
    List<Integer> processes = new ArrayList<>(ProcessTable.descendants(coordinator));
    processes.add(coordinator);
    long nowTicks = 0;
    long bytes = 0;
    for (int process : processes) {
      Path folder = PROC.resolve(Integer.toString(process));
      try {
        nowTicks += ticks(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1));
        bytes += ownBytes(Files.readString(folder.resolve("status"), StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // It has ended meanwhile: its time is its parent's by now.
      }
    }
    long now = System.nanoTime();
    double cores = at == 0 ? -1 : Math.max(0, nowTicks - ticks) * NANOS_PER_TICK / (now - at);
    ticks = nowTicks;
    at = now;
    return cores < 0 ? null : new Load(cores, bytes);
  }

  /** Its own, and those of its children that have ended: these it has from them. */
  private static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long sum = 0;
    for (int field = USER_TICKS; field <= CHILDRENS_SYSTEM_TICKS; field++) {
      sum += Long.parseLong(fields[field]);
    }
    return sum;
  }

  private static long ownBytes(String status) {
    int begin = status.indexOf(OWN_MEMORY);
    if (begin < 0) {
      return 0; // A kernel thread, or one that has just ended.
    }
    int end = status.indexOf(" kB", begin);
    return Long.parseLong(status.substring(begin + OWN_MEMORY.length(), end).strip()) << 10;
  }
}
