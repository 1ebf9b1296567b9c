import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/**
 * A generator in another process: a queue with room for one keeps it from running ahead of whoever
 * uses what it makes.
 */
final class Generator {
  static void main() throws Exception {
    try (ProcessPool pool = ProcessPool.of(1)) {
      SharedQueue<Long> squares =
          pool.session().queue("squares", QueueSpec.fifo(1), Codec.longs());
      SharedQueue<String> story =
          pool.session().queue("story", QueueSpec.fifo(100), Codec.strings());
      PoolFuture<Long> generator = pool.submit(() -> generate(squares, story));
      for (long square : squares.untilClosed()) {
        story.put("user gets " + square);
      }
      generator.join();
      story.close();
      story.untilClosed().forEach(System.out::println);
    }
  }

  private static long generate(SharedQueue<Long> squares, SharedQueue<String> story)
      throws InterruptedException {
    long last = 6;
    for (long root = 1; root <= last; root++) {
      story.put("puts " + root * root);
      squares.put(root * root);
    }
    squares.close();
    return last;
  }
}
