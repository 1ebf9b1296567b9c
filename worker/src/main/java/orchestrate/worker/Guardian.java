package orchestrate.worker;

import orchestrate.ipc.session.Session;
import orchestrate.worker.process.CommandExecutor;
import orchestrate.worker.process.Kernel;
import orchestrate.worker.process.ProcessTable;

/**
 * Sees to it that nothing of this worker outlives its coordinator: when that dies, every process
 * that a task here has started is killed, and then the worker ends.
 */
final class Guardian {
  private static final int NO_SIGNAL = 0;

  private final long coordinator;

  private Guardian(long coordinator) {
    this.coordinator = coordinator;
  }

  /**
   * Puts this process under guard, first by the kernel: if the coordinator dies now, so does this
   * process. There is no task yet that would outlive it.
   */
  static Guardian guard(long coordinator) {
    Kernel.newSession();
    Kernel.becomeSubreaper();
    Kernel.signalOnParentDeath(Kernel.SIGKILL);
    var guardian = new Guardian(coordinator);
    guardian.endIfOrphaned();
    Runtime.getRuntime().addShutdownHook(new Thread(Guardian::killTasks, "guardian"));
    return guardian;
  }

  /**
   * From now on the session tells if the coordinator dies, within about a millisecond. The kernel
   * must not end this process any more: its tasks would live on.
   */
  void watch(Session session) {
    session.watch(
        dead -> {
          if (dead.pid() == coordinator) {
            endNow();
          }
        });
    Kernel.signalOnParentDeath(NO_SIGNAL);
    endIfOrphaned();
  }

  private void endIfOrphaned() {
    if (Kernel.parent() != coordinator) {
      endNow();
    }
  }

  /**
   * Ends the worker with its whole process group, at one stroke: what a Java task starts is in that
   * group, and Java's own way out takes long enough for it to start something more.
   */
  private static void endNow() {
    killTasks();
    Kernel.killOwnGroup();
  }

  /** Until none is left: a process may start another while we look. */
  private static void killTasks() {
    CommandExecutor.startNoMore();
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
