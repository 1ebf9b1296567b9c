package orchestrate.benchmarks.scale;

import java.util.List;
import orchestrate.ipc.wait.Deadline;
import orchestrate.worker.protocol.WorkerChannel;

/** Where a worker is told to stop: the only thing that a fake one is told there. */
record FakeControl(WorkerChannel.Mailbox mailbox) {
  void awaitStop() {
    try {
      while (mailbox.ring().isEmpty()) {
        mailbox.bell().await(() -> !mailbox.ring().isEmpty(), Deadline.never());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a fake worker", e);
    }
  }

  static void awaitEnd(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a fake worker", e);
    }
  }
}
