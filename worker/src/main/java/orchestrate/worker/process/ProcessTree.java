package orchestrate.worker.process;

import java.util.List;

/** A child of this process with all that descends from it. */
public final class ProcessTree {
  private ProcessTree() {}

  /**
   * Kills them all, and waits until they are gone. This process has to be the one that orphans are
   * given to: as each dies its own children become ours, and so can be waited for.
   */
  public static void end(int child) {
    // Parents come before their children, but for members of a session whose parents moved away.
    List<Integer> descendants = ProcessTable.descendants(child);
    descendants.forEach(pid -> Kernel.kill(pid, Kernel.SIGKILL));
    Kernel.kill(child, Kernel.SIGKILL);
    Kernel.reapKilled(child);
    descendants.forEach(Kernel::reapKilled);
  }
}
