package orchestrate.worker.process;

import orchestrate.ipc.session.Session;

/**
 * Sees to it that nothing of this worker outlives its coordinator, or its pool: when that dies,
 * every process that a task here has started is killed, and then the worker ends.
 */
public final class Guardian {
  private static final int NO_SIGNAL = 0;

  private final long coordinator;
  private final Runnable startNoMore;

  private Guardian(long coordinator, Runnable startNoMore) {
    this.coordinator = coordinator;
    this.startNoMore = startNoMore;
  }

  /**
   * Puts this process under guard, first by the kernel: if the coordinator dies now, so does this
   * process. There is no task yet that would outlive it.
   *
   * @param startNoMore keeps this process from starting others, as far as it can
   */
  public static Guardian guard(long coordinator, Runnable startNoMore) {
    Kernel.newSession();
    Kernel.becomeSubreaper();
    Kernel.signalOnParentDeath(Kernel.SIGKILL);
    var guardian = new Guardian(coordinator, startNoMore);
    guardian.endIfOrphaned();
    Runtime.getRuntime().addShutdownHook(new Thread(guardian::killTasks, "guardian"));
    return guardian;
  }

  /**
   * From now on the session tells if the coordinator dies, within about a millisecond. The kernel
   * must not end this process any more: its tasks would live on.
   */
  public void watch(Session session) {
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
  private void endNow() {
    killTasks();
    Kernel.killOwnGroup();
  }

  /** Until none is left: a process may start another while we look. */
  private void killTasks() {
    startNoMore.run();
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
