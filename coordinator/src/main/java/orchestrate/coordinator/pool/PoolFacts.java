package orchestrate.coordinator.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.worker.autopsy.OutOfMemoryKills;
import orchestrate.worker.process.Tether;

/** What of that which a run's workers profit from is there on this machine. */
public final class PoolFacts {
  private PoolFacts() {}

  /** Whether workers begin with classes that are loaded and linked already. */
  public static boolean haveCaches() {
    Path folder = AotCaches.ofThisProcess().folder();
    return folder != null && Files.exists(folder);
  }

  /** Whether a run may make a cgroup for what it starts. Tries it. */
  public static boolean haveCgroup() {
    RunCgroup tried = RunCgroup.create("doctor-" + ProcessHandle.current().pid());
    try {
      if (tried != null) {
        tried.end();
      }
      return tried != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether commands are started by posix_spawn, and a guard sees to it that none outlives us. */
  public static boolean haveSpawn() {
    return Tether.isPossible();
  }

  /** Whether the kernel tells what it has killed for lack of memory. */
  public static boolean knowOutOfMemoryKills() {
    return OutOfMemoryKills.ofThisProcess().areKnown();
  }
}
