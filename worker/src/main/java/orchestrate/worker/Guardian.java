package orchestrate.worker;

import orchestrate.ipc.session.Session;
import orchestrate.worker.process.CommandProcess;
import orchestrate.worker.process.Kernel;
import orchestrate.worker.process.ProcessTable;

/**
 * Sees to it that nothing of this worker outlives its coordinator: when that dies, every process
 * that a task here has started is killed, and then the worker ends.
 */
final class Guardian {
  private final long coordinator;

  private Guardian(long coordinator) {
    this.coordinator = coordinator;
  }

  /**
   * Puts this process under guard.
   *
   * <p>The kernel's parent-death signal covers the start, when the session isn't joined yet, and
   * whatever else may fail; the session then tells of the coordinator's death within a millisecond.
   */
  static Guardian guard(WorkerSetup setup) {
    Kernel.newSession();
    Kernel.becomeSubreaper();
    Kernel.signalOnParentDeath(Kernel.SIGTERM);
    var guardian = new Guardian(setup.coordinator());
    Runtime.getRuntime().addShutdownHook(new Thread(guardian::workerEnds, "guardian"));
    if (guardian.isOrphaned()) {
      endNow();
    }
    return guardian;
  }

  /** From now on the session tells if the coordinator dies. */
  void watch(Session session) {
    session.watch(
        dead -> {
          if (dead.pid() == coordinator) {
            endNow();
          }
        });
  }

  private boolean isOrphaned() {
    return Kernel.parent() != coordinator;
  }

  private void workerEnds() {
    if (isOrphaned()) {
      endNow();
    }
    killTasks();
  }

  /**
   * Ends the worker with its whole process group, at one stroke: what a Java task starts is in that
   * group, and Java's own way out takes long enough for it to start something more.
   */
  private static void endNow() {
    CommandProcess.startNoMore();
    killTasks();
    Kernel.killOwnGroup();
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
