package orchestrate.worker.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import orchestrate.ipc.os.ProcessStat;

/**
 * A process that waits for this one to die, and then kills all that has a mark in its environment:
 * what a command of ours has started, wherever it has moved to since. It reads from a pipe whose
 * other end is ours alone and that nobody ever writes to: the end of that is the end of us.
 *
 * <p>It has a session of its own, so that what ends our group does not end it, and no mark, so that
 * it does not end another one. A process that has wiped its environment lives on.
 */
final class Tether {
  /** As long as a look finds some: a process may start another while we look. */
  private static final String SCRIPT =
      """
      read -r nothing
      round=0
      while [ "$round" -lt 100 ]; do
        found=
        for file in $(grep -lsF -e "$0=" /proc/[0-9]*/environ); do
          pid=${file#/proc/}
          kill -s KILL "${pid%/environ}" 2>/dev/null && found=yes
        done
        # The first look may come while the command is just being started.
        [ -n "$found" ] || [ "$round" -eq 0 ] || break
        round=$((round + 1))
        sleep 0.05
      done
      """;

  private final String mark;
  private final int pid;
  private final int ourEnd;

  private Tether(String mark, int pid, int ourEnd) {
    this.mark = mark;
    this.pid = pid;
    this.ourEnd = ourEnd;
  }

  static Tether make(Path folder) throws IOException {
    ProcessStat self = ProcessStat.self();
    String mark = "ORCHESTRATE_HOLD_%d_%d".formatted(self.pid(), self.start());
    int[] pipe = Kernel.pipe();
    try {
      var request =
          new SpawnRequest(
              List.of("/bin/sh", "-c", SCRIPT, mark),
              Map.of("PATH", "/usr/bin:/bin"),
              folder,
              Path.of("/dev/null"));
      return new Tether(mark, PosixSpawn.spawnReading(pipe[0], request), pipe[1]);
    } catch (IOException e) {
      Kernel.close(pipe[1]);
      throw e;
    } finally {
      Kernel.close(pipe[0]);
    }
  }

  /** The variable that the command is to have in its environment, whatever its value. */
  String mark() {
    return mark;
  }

  /** All is well: nothing will be killed. */
  void cut() {
    Kernel.kill(pid, Kernel.SIGKILL);
    Kernel.reapKilled(pid);
    Kernel.close(ourEnd);
  }
}
