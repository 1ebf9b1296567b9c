import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/** Two who wait and one who tells them. */
final class Event {
  static void main() throws Exception {
    try (ProcessPool pool = ProcessPool.of(2)) {
      SharedEvent ready = pool.session().event("ready");
      SharedQueue<String> story =
          pool.session().queue("story", QueueSpec.fifo(100), Codec.strings());
      List<PoolFuture<String>> waiters = new ArrayList<>();
      for (int number = 1; number <= 2; number++) {
        String name = "waiter " + number;
        waiters.add(pool.submit(() -> waitFor(name, ready, story)));
      }
      Thread.sleep(200);
      story.put("ready");
      ready.set();
      waiters.forEach(PoolFuture::join);
      story.close();
      story.untilClosed().forEach(System.out::println);
    }
  }

  private static String waitFor(String name, SharedEvent ready, SharedQueue<String> story)
      throws InterruptedException {
    ready.await();
    story.put(name + " goes on");
    return name;
  }
}
