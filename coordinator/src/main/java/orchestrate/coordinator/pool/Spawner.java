package orchestrate.coordinator.pool;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Starts all worker processes from one thread that lives as long as this process: the kernel's
 * parent-death signal follows the thread that started a child, not its process.
 */
final class Spawner {
  private record Order(
      ProcessBuilder command, Consumer<Process> started, Consumer<IOException> failed) {}

  private final Set<Integer> alive = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();

  Spawner() {
    Thread.ofPlatform().name("spawner").daemon().start(this::work);
  }

  /** Starts the process soon, and tells of it on the spawner's thread. */
  void spawn(ProcessBuilder command, Consumer<Process> started, Consumer<IOException> failed) {
    orders.add(new Order(command, started, failed));
  }

  /** The ids of the processes that were started and have not ended. From any thread. */
  Set<Integer> alive() {
    return alive;
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
        Order order = orders.take();
        try {
          order.started.accept(start(order.command));
        } catch (IOException e) {
          order.failed.accept(e);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the spawner", e);
    }
  }
}
