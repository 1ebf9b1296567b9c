package orchestrate.coordinator.pool;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Starts all worker processes from one thread that lives as long as this process: the kernel's
 * parent-death signal follows the thread that started a child, not its process.
 */
final class Spawner {
  private final Set<Integer> alive = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Runnable> orders = new LinkedBlockingQueue<>();

  Spawner() {
    Thread.ofPlatform().name("spawner").daemon().start(this::work);
  }

  /** Starts the process soon, and tells of it on the spawner's thread. */
  void spawn(ProcessBuilder command, Consumer<Process> started, Consumer<IOException> failed) {
    orders.add(
        () -> {
          try {
            started.accept(start(command));
          } catch (IOException e) {
            failed.accept(e);
          }
        });
  }

  /** Does something on the spawner's thread, after what was ordered before. */
  void then(Runnable action) {
    orders.add(action);
  }

  /** The ids of the processes that were started and have not ended. From any thread. */
  Set<Integer> alive() {
    return alive;
  }

  /** As {@link #then}, and returns when it is done. */
  void thenAwait(Runnable action) throws InterruptedException {
    var done = new CountDownLatch(1);
    then(action);
    then(done::countDown);
    done.await();
  }

  private Process start(ProcessBuilder command) throws IOException {
    Process process = command.start();
    int pid = Math.toIntExact(process.pid());
    alive.add(pid);
    var _ = process.onExit().thenRun(() -> alive.remove(pid));
    return process;
  }

  private void work() {
    try {
      while (true) {
        orders.take().run();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the spawner", e);
    }
  }
}
