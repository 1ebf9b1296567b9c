import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.pool.ProcessPool;

/** Last in, first out: another process takes what was put here, when all is there. */
final class LifoQueue {
  static void main() throws Exception {
    try (ProcessPool pool = ProcessPool.of(1)) {
      SharedQueue<Long> plates =
          pool.session().queue("plates", QueueSpec.lifo(10), Codec.longs());
      for (long plate = 1; plate <= 5; plate++) {
        System.out.println("puts " + plate);
        plates.put(plate);
      }
      plates.close();
      List<Long> taken = pool.submit(() -> takeAll(plates)).join();
      taken.forEach(plate -> System.out.println("consumer gets " + plate));
    }
  }

  private static List<Long> takeAll(SharedQueue<Long> plates) {
    List<Long> taken = new ArrayList<>();
    plates.untilClosed().forEach(taken::add);
    return taken;
  }
}
