package orchestrate.worker.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that waits for this one to die, and then kills what it was told to: a whole cgroup,
 * where there is one, and all that has a mark in its environment, wherever it has moved to since.
 * It reads from a pipe whose other end is ours alone and that nobody ever writes to: the end of
 * that is the end of us.
 *
 * <p>It has a session of its own, so that what ends our group does not end it, and no mark, so that
 * it does not end another one. Without a cgroup, a process that has wiped its environment lives on.
 */
public final class Tether {
  /** As long as a look finds some: a process may start another while we look. */
  private static final String SCRIPT =
      """
      read -r nothing
      [ -z "$1" ] || echo 1 >"$1/cgroup.kill"
      round=0
      while [ "$round" -lt 100 ]; do
        found=
        for file in $(grep -lsF -e "$0" /proc/[0-9]*/environ); do
          pid=${file#/proc/}
          kill -s KILL "${pid%/environ}" 2>/dev/null && found=yes
        done
        # The first look may come while the command is just being started.
        [ -n "$found" ] || [ "$round" -eq 0 ] || break
        round=$((round + 1))
        sleep 0.05
      done
      [ -z "$1" ] || rmdir "$1"
      """;

  private final int pid;
  private final int ourEnd;

  private Tether(int pid, int ourEnd) {
    this.pid = pid;
    this.ourEnd = ourEnd;
  }

  /** Whether this machine has what it takes. */
  public static boolean isPossible() {
    return PosixSpawn.isThere();
  }

  /** Has ready what {@link #make} needs and what takes long the first time. */
  public static void load() {
    if (isPossible()) {
      PosixSpawn.load();
    }
  }

  /**
   * Starts it.
   *
   * @param folder where it runs
   * @param mark what is in the environment of those to be killed: a name and {@code =}, or a whole
   *     variable
   * @param cgroup whose processes are to be killed, too
   */
  public static Tether make(Path folder, String mark, Optional<Path> cgroup) throws IOException {
    int[] pipe = Kernel.pipe();
    try {
      var request =
          new SpawnRequest(
              List.of("/bin/sh", "-c", SCRIPT, mark, cgroup.map(Path::toString).orElse("")),
              Map.of("PATH", "/usr/bin:/bin"),
              folder);
      return new Tether(PosixSpawn.spawnReading(pipe[0], request), pipe[1]);
    } catch (IOException e) {
      Kernel.close(pipe[1]);
      throw e;
    } finally {
      Kernel.close(pipe[0]);
    }
  }

  /** Its process. */
  public int pid() {
    return pid;
  }

  /** All is well: nothing will be killed. */
  public void cut() {
    Kernel.kill(pid, Kernel.SIGKILL);
    Kernel.reapKilled(pid);
    Kernel.close(ourEnd);
  }
}
