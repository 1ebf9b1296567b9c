package orchestrate.ipc.wait;

import java.util.concurrent.locks.LockSupport;

/** One virtual thread's wait, until its {@link StandIn} ends it. */
final class VirtualWaiter {
  enum End {
    /** It goes on, or the thread has left by itself. */
    NONE,
    /** The word changed or was woken, or its memory was closed. */
    WOKEN,
    /** Nobody can sleep for it any more. */
    FAILED
  }

  private final Thread thread = Thread.currentThread();
  private volatile End end = End.NONE;

  /** Parks until the wait is ended, the time has passed, or the thread is interrupted. */
  void park(long timeoutNanos) {
    long start = System.nanoTime();
    while (end == End.NONE && !thread.isInterrupted()) {
      if (timeoutNanos == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        long left = timeoutNanos - (System.nanoTime() - start);
        if (left <= 0) {
          return;
        }
        LockSupport.parkNanos(this, left);
      }
    }
  }

  /** The thread goes on once {@link #unpark} is called. */
  void end(End how) {
    end = how;
  }

  void unpark() {
    LockSupport.unpark(thread);
  }

  End end() {
    return end;
  }
}
