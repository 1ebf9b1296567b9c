package orchestrate.coordinator.machine;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import orchestrate.coordinator.machine.TokenPool.Token;
import org.jspecify.annotations.Nullable;

/** The thread that waits for tokens in place of the run's thread, which never waits for one. */
final class TokenTaker {
  private final TokenPool pool;
  private final Runnable wake;
  private final Consumer<String> failed;
  private final Semaphore asked = new Semaphore(0);
  private final Queue<Token> taken = new ConcurrentLinkedQueue<>();
  private final Thread thread;

  /**
   * @param wake is called when a token was taken
   * @param failed is told why there will be no more; both on this object's thread
   */
  TokenTaker(TokenPool pool, Runnable wake, Consumer<String> failed) {
    this.pool = pool;
    this.wake = wake;
    this.failed = failed;
    this.thread = Thread.ofPlatform().name("tokens").daemon().start(this::work);
  }

  /** Has it take one token. */
  void ask() {
    asked.release();
  }

  /** A token that was taken since; null if there is none. */
  @Nullable Token poll() {
    return taken.poll();
  }

  private void work() {
    try {
      while (true) {
        asked.acquire();
        taken.add(pool.take());
        wake.run();
      }
    } catch (InterruptedException e) {
      // The run is over. If a token came at the same moment it is among those taken.
    } catch (IOException | RuntimeException e) {
      failed.accept(String.valueOf(e.getMessage()));
    }
  }

  /** Takes no more; what was taken is still to be polled. */
  void stop() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // Without waiting for it a token could be lost.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
