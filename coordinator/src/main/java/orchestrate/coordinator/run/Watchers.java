package orchestrate.coordinator.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import orchestrate.coordinator.pool.Inbox;

/** Threads that wait on shared objects in place of the run's thread, which never waits on one. */
final class Watchers {
  /** Waits for something. */
  interface Wait {
    void await() throws InterruptedException;
  }

  private final Inbox inbox;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  Watchers(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Has the run's thread do {@code then} once {@code wait} is over. */
  void after(String what, Wait wait, Runnable then) {
    Thread thread = Thread.ofPlatform().name(what).daemon().unstarted(() -> watch(wait, then));
    threads.add(thread);
    thread.start();
  }

  private void watch(Wait wait, Runnable then) {
    try {
      wait.await();
      inbox.post(then);
    } catch (InterruptedException e) {
      // The run is over, and nobody asks any more.
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /** Ends the waits that are not over. */
  void stop() throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
