import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/**
 * One who puts, three who take: each number comes to one of them, in the order in which it was put.
 */
final class FifoQueue {
  static void main() throws Exception {
    try (ProcessPool pool = ProcessPool.of(3)) {
      SharedQueue<Long> numbers =
          pool.session().queue("numbers", QueueSpec.fifo(4), Codec.longs());
      SharedQueue<String> story =
          pool.session().queue("story", QueueSpec.fifo(100), Codec.strings());
      List<PoolFuture<Integer>> consumers = new ArrayList<>();
      for (int number = 1; number <= 3; number++) {
        String name = "consumer " + number;
        consumers.add(pool.submit(() -> consume(name, numbers, story)));
      }
      for (long number = 1; number <= 9; number++) {
        story.put("puts " + number);
        numbers.put(number);
      }
      numbers.close();
      consumers.forEach(PoolFuture::join);
      story.close();
      story.untilClosed().forEach(System.out::println);
    }
  }

  private static int consume(String name, SharedQueue<Long> numbers, SharedQueue<String> story)
      throws InterruptedException {
    int taken = 0;
    for (long number : numbers.untilClosed()) {
      story.put(name + " gets " + number);
      taken++;
    }
    return taken;
  }
}
