import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.pool.ProcessPool;

/** The smallest number first; what has the same number, in the order in which it came. */
final class PriorityQueue {
  /** Public, so that the queue can make it of bytes. */
  public record Chore(long urgency, String what) {
    @Override
    public String toString() {
      return urgency + " " + what;
    }
  }

  static void main() throws Exception {
    try (ProcessPool pool = ProcessPool.of(1)) {
      Codec<Chore> codec = Codec.records(Chore.class).withPriority(Chore::urgency);
      SharedQueue<Chore> chores = pool.session().queue("chores", QueueSpec.priority(10), codec);
      put(chores, new Chore(3, "water the plants"));
      put(chores, new Chore(1, "put out the fire"));
      put(chores, new Chore(2, "cook"));
      put(chores, new Chore(1, "call for help"));
      chores.close();
      // Who only takes need not know the priority.
      SharedQueue<Chore> toTake =
          pool.session().findQueue("chores", Codec.records(Chore.class));
      List<String> taken = pool.submit(() -> takeAll(toTake)).join();
      taken.forEach(chore -> System.out.println("consumer gets " + chore));
    }
  }

  private static void put(SharedQueue<Chore> chores, Chore chore) throws InterruptedException {
    System.out.println("puts " + chore);
    chores.put(chore);
  }

  private static List<String> takeAll(SharedQueue<Chore> chores) {
    List<String> taken = new ArrayList<>();
    chores.untilClosed().forEach(chore -> taken.add(chore.toString()));
    return taken;
  }
}
