package orchestrate.coordinator.pool;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Starts all worker processes from one thread that lives as long as this process: the kernel's
 * parent-death signal follows the thread that started a child, not its process.
 */
final class Spawner {
  private record Order(ProcessBuilder command, Consumer<Process> started, Consumer<IOException> failed) {}

  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();

  Spawner() {
    Thread.ofPlatform().name("spawner").daemon().start(this::work);
  }

  /** Starts the process soon, and tells of it on the spawner's thread. */
  void spawn(ProcessBuilder command, Consumer<Process> started, Consumer<IOException> failed) {
    orders.add(new Order(command, started, failed));
  }

  private void work() {
    try {
      while (true) {
        Order order = orders.take();
        try {
          order.started.accept(order.command.start());
        } catch (IOException e) {
          order.failed.accept(e);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the spawner", e);
    }
  }
}
