import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/** Five workers, three permits: never more than three at a time. */
final class Semaphore {
  static void main() throws Exception {
    try (ProcessPool pool = ProcessPool.of(5)) {
      SharedSemaphore permits = pool.session().semaphore("pool", 3);
      SharedBarrier allHere = pool.session().barrier("all-here", 5);
      SharedQueue<String> story =
          pool.session().queue("story", QueueSpec.fifo(100), Codec.strings());
      List<PoolFuture<String>> workers = new ArrayList<>();
      for (int number = 1; number <= 5; number++) {
        String name = "worker " + number;
        workers.add(pool.submit(() -> visit(name, allHere, permits, story)));
      }
      workers.forEach(PoolFuture::join);
      story.close();
      story.untilClosed().forEach(System.out::println);
    }
  }

  /** If the worker dies in between, its permit comes back all the same. */
  private static String visit(
      String name, SharedBarrier allHere, SharedSemaphore permits, SharedQueue<String> story)
      throws Exception {
    allHere.await(); // only so that all five want a permit at the same time
    permits.acquire();
    try {
      story.put(name + " is in");
      Thread.sleep(200);
      story.put(name + " goes out");
    } finally {
      permits.release();
    }
    return name;
  }
}
