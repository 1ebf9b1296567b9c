import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.Session;
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
      String folder = pool.session().folder().toString();
      put(chores, new Chore(3, "water the plants"));
      put(chores, new Chore(1, "put out the fire"));
      put(chores, new Chore(2, "cook"));
      put(chores, new Chore(1, "call for help"));
      chores.close();
      List<String> taken = pool.submit(() -> takeAll(folder)).join();
      taken.forEach(chore -> System.out.println("consumer gets " + chore));
    }
  }

  private static void put(SharedQueue<Chore> chores, Chore chore) throws InterruptedException {
    System.out.println("puts " + chore);
    chores.put(chore);
  }

  private static List<String> takeAll(String folder) throws IOException {
    List<String> taken = new ArrayList<>();
    try (Session session = Session.open(Path.of(folder), "consumer")) {
      for (Chore chore : session.findQueue("chores", Codec.records(Chore.class)).untilClosed()) {
        taken.add(chore.toString());
      }
    }
    return taken;
  }
}
