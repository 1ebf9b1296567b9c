package orchestrate.ipc.sync;

/** What a condition asks of its lock, in the name of the calling thread. */
interface Monitor {
  /**
   * Checks that the thread holds the lock.
   *
   * @throws IllegalMonitorStateException if not
   */
  void checkHeld();

  /**
   * Checks that the thread holds the lock, and that to release it lets others have it.
   *
   * @throws IllegalMonitorStateException if it doesn't hold it
   * @throws IllegalStateException if it has something else that keeps others out
   */
  void checkMayWait();

  /** Releases it, however often it is held. Returns how often. */
  int releaseAll();

  /** Takes it again, as often; waits as long as it takes, also when interrupted. */
  void takeBack(int holds);

  /** What happened, if what happened is that the memory was unmapped under our feet. */
  IllegalStateException explained(IllegalStateException e);
}
