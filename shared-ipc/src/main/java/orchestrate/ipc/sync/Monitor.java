package orchestrate.ipc.sync;

/** What a condition asks of its lock, in the name of the calling thread. */
interface Monitor {
  boolean isHeldByCurrentThread();

  /** What to throw if it isn't. */
  IllegalMonitorStateException notHeld();

  /** Releases it, however often it is held. Returns how often. */
  int releaseAll();

  /** Takes it again, as often; waits as long as it takes, also when interrupted. */
  void takeBack(int holds);
}
