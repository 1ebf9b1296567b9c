import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/** Ten workers, a barrier for five: nobody passes before five have come. */
final class Barrier {
  static void main() throws Exception {
    try (ProcessPool pool = ProcessPool.of(5)) { // with fewer, those who come would wait for ever
      SharedBarrier gate = pool.session().barrier("gate", 5);
      SharedQueue<String> story =
          pool.session().queue("story", QueueSpec.fifo(100), Codec.strings());
      List<PoolFuture<String>> workers = new ArrayList<>();
      for (int number = 1; number <= 10; number++) {
        String name = "worker " + number;
        workers.add(pool.submit(() -> pass(name, gate, story)));
      }
      workers.forEach(PoolFuture::join);
      story.close();
      story.untilClosed().forEach(System.out::println);
    }
  }

  private static String pass(String name, SharedBarrier gate, SharedQueue<String> story)
      throws Exception {
    story.put(name + " comes");
    gate.await();
    story.put(name + " passes");
    return name;
  }
}
