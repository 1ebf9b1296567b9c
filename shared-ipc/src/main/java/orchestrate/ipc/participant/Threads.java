package orchestrate.ipc.participant;

/** Waiting for a thread that is known to end soon. */
final class Threads {
  private Threads() {}

  /** An interrupt is kept for later. A thread doesn't wait for itself. */
  static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
