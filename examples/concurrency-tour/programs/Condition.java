import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/** Three wait for what a lock guards to change, and one changes it and tells all of them. */
final class Condition {
  static void main() throws Exception {
    try (ProcessPool pool = ProcessPool.of(3)) {
      SharedLock lock = pool.session().lock("state");
      SharedCounter done = pool.session().counter("done"); // what the lock guards: 0, then 1
      SharedLatch waiting = pool.session().latch("waiting", 3);
      SharedQueue<String> story =
          pool.session().queue("story", QueueSpec.fifo(100), Codec.strings());
      List<PoolFuture<String>> waiters = new ArrayList<>();
      for (int number = 1; number <= 3; number++) {
        String name = "waiter " + number;
        waiters.add(pool.submit(() -> waitUntilDone(name, lock, done, waiting, story)));
      }
      waiting.await(); // only so that there is something to see
      lock.lock();
      try {
        done.set(1);
        story.put("done: tells all");
        lock.condition(0).signalAll();
      } finally {
        lock.unlock();
      }
      waiters.forEach(PoolFuture::join);
      story.close();
      story.untilClosed().forEach(System.out::println);
    }
  }

  private static String waitUntilDone(
      String name,
      SharedLock lock,
      SharedCounter done,
      SharedLatch waiting,
      SharedQueue<String> story)
      throws InterruptedException {
    lock.lock();
    try {
      story.put(name + " waits");
      waiting.countDown();
      while (done.get() == 0) {
        lock.condition(0).await(); // the lock is free meanwhile
      }
      story.put(name + " goes on");
    } finally {
      lock.unlock();
    }
    return name;
  }
}
