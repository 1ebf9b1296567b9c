package orchestrate.coordinator.pool;

import java.util.List;
import java.util.Set;
import orchestrate.worker.process.Kernel;
import orchestrate.worker.process.ProcessTable;
import orchestrate.worker.process.ProcessTree;

/**
 * What a worker that was killed leaves behind: the processes of its tasks. The kernel gives them to
 * us, because this process adopts the orphans among its descendants.
 */
final class Orphans {
  private static final int SELF = Math.toIntExact(ProcessHandle.current().pid());

  private Orphans() {}

  /** From now on orphans are given to this process. */
  static void adopt() {
    Kernel.becomeSubreaper();
  }

  /**
   * Kills the orphans and all that descends from them.
   *
   * @param workers the children that are none; it may change meanwhile
   */
  static void kill(Set<Integer> workers) {
    for (var orphans = find(workers); !orphans.isEmpty(); orphans = find(workers)) {
      orphans.forEach(ProcessTree::end);
    }
  }

  /** The workers are noted first: one that ends before the table is read must not look adopted. */
  private static List<Integer> find(Set<Integer> workers) {
    Set<Integer> noted = Set.copyOf(workers);
    return ProcessTable.adopted(SELF, noted);
  }
}
