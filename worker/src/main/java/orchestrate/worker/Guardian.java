package orchestrate.worker;

import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;
import orchestrate.worker.process.Kernel;
import orchestrate.worker.process.ProcessTable;

/**
 * Sees to it that nothing of this worker outlives its coordinator: when that dies, every process
 * that a task here has started is killed, and then the worker ends.
 */
final class Guardian {
  /** How a worker ends when its coordinator is gone. */
  private static final int ORPHANED = 75;

  private final WorkerSetup setup;

  private Guardian(WorkerSetup setup) {
    this.setup = setup;
  }

  /**
   * Puts this process under guard.
   *
   * <p>The kernel's parent-death signal covers the start, when the session isn't joined yet, and
   * whatever else may fail; the session then tells of the coordinator's death within a millisecond.
   */
  static void guard(WorkerSetup setup) {
    Kernel.newSession();
    Kernel.becomeSubreaper();
    Kernel.signalOnParentDeath(Kernel.SIGTERM);
    var guardian = new Guardian(setup);
    Runtime.getRuntime().addShutdownHook(new Thread(Guardian::killTasks, "guardian"));
    if (Kernel.parent() != setup.coordinator()) {
      guardian.endNow();
    }
  }

  /** From now on the session tells if the coordinator dies. */
  static void watch(WorkerSetup setup, Session session) {
    var guardian = new Guardian(setup);
    session.watch(guardian::onDeath);
  }

  private void onDeath(Participant dead) {
    if (dead.pid() == setup.coordinator()) {
      endNow();
    }
  }

  private void endNow() {
    killTasks();
    Runtime.getRuntime().halt(ORPHANED);
  }

  /** Until none is left: a process may start another while we look. */
  private static void killTasks() {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    for (int round = 0; round < 10; round++) {
      var alive = ProcessTable.descendants(self);
      if (alive.isEmpty()) {
        return;
      }
      alive.forEach(pid -> Kernel.kill(pid, Kernel.SIGKILL));
    }
  }
}
