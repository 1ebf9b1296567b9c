package orchestrate.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that use a queue are killed at random moments. */
class KillTest {
  private static final int KILLS = 4;
  private static final DurableSettings SMALL_FILES =
      DurableSettings.defaults().withElementsPerFile(1 << 9);

  @TempDir Path base;

  private final Random random = new Random(20_25);
  private final List<String> producers = new ArrayList<>();
  private final List<String> consumers = new ArrayList<>();

  @Test
  void nothingIsLostWhateverDies() throws Exception {
    Map<String, Integer> seen = killAndCount(Delivery.AT_LEAST_ONCE);
    int twice = 0;
    for (String producer : producers) {
      long put = PeerMain.countOf(queueFolder(), producer);
      for (long i = 0; i < put; i++) {
        int times = Objects.requireNonNullElse(seen.remove(producer + ":" + i), 0);
        assertThat(times).as("element %d of %s, which put %d", i, producer, put).isPositive();
        twice += times - 1;
      }
      seen.remove(producer + ":" + put); // put had not returned
    }
    assertThat(seen).isEmpty();
    assertThat(twice).isLessThanOrEqualTo(consumers.size());
  }

  @Test
  void nothingIsSeenTwiceWhateverDies() throws Exception {
    Map<String, Integer> seen = killAndCount(Delivery.AT_MOST_ONCE);
    assertThat(seen.values()).containsOnly(1);
    long lost = 0;
    for (String producer : producers) {
      long put = PeerMain.countOf(queueFolder(), producer);
      for (long i = 0; i < put; i++) {
        lost += seen.remove(producer + ":" + i) == null ? 1 : 0;
      }
      seen.remove(producer + ":" + put);
    }
    assertThat(seen).isEmpty();
    assertThat(lost).isLessThanOrEqualTo(consumers.size());
  }

  private Map<String, Integer> killAndCount(Delivery delivery) throws Exception {
    List<Peer> peers = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    try {
      try (Session session = Session.create(base.resolve("first"), "tester");
          var queue = DurableQueue.open(session, queueFolder(), Codec.strings(), SMALL_FILES)) {
        peers.add(producer(session));
        peers.add(producer(session));
        peers.add(consumer(session, delivery));
        peers.add(consumer(session, delivery));
        for (int kill = 0; kill < KILLS; kill++) {
          LockSupport.parkNanos(random.nextInt(50_000_000)); // to hit another place each time
          peers.remove(0).shoot();
          awaitProgress(queue);
          peers.add(kill % 4 < 2 ? producer(session) : consumer(session, delivery));
          awaitProgress(queue);
        }
        LockSupport.parkNanos(random.nextInt(50_000_000));
        peers.forEach(Peer::shoot); // all at once
        peers.forEach(Peer::kill);
      }
      try (Session session = Session.create(base.resolve("second"), "tester");
          var queue = DurableQueue.open(session, queueFolder(), Codec.strings())) {
        queue.drainTo(rest);
        queue.put("last");
        assertThat(queue.take()).isEqualTo("last");
      }
    } finally {
      peers.forEach(Peer::close);
    }
    Map<String, Integer> seen = new HashMap<>();
    rest.forEach(element -> seen.merge(element, 1, Integer::sum));
    for (String consumer : consumers) {
      String log = Files.readString(PeerMain.recordOf(queueFolder(), consumer));
      // Killed in the middle of a system call, it may have written half a line.
      String whole = log.substring(0, log.lastIndexOf('\n') + 1);
      whole.lines().forEach(element -> seen.merge(element, 1, Integer::sum));
    }
    for (String producer : producers) {
      long put = PeerMain.countOf(queueFolder(), producer);
      StringBuilder b = new StringBuilder();
      for (long i = 0; i <= put; i++) {
        int times = Objects.requireNonNullElse(seen.get(producer + ":" + i), 0);
        if (times != 1) b.append(i + "x" + times + " ");
      }
      System.out.println(
          "DBG "
              + producer
              + " put "
              + put
              + " "
              + (b.length() > 600 ? b.length() + " " + b.substring(0, 600) : b));
    }
    for (String consumer : consumers)
      System.out.println(
          "DBG "
              + consumer
              + " "
              + Files.readAllLines(PeerMain.recordOf(queueFolder(), consumer)).size());
    System.out.println("DBG rest " + rest.size());
    return seen;
  }

  /** Both ends go on, whoever has just died. */
  private static void awaitProgress(DurableQueue<String> queue) throws Exception {
    long written = queue.added();
    long taken = written - queue.longSize();
    Eventually.await(
        () -> queue.added() >= written + 500 && queue.added() - queue.longSize() >= taken + 500);
  }

  private Peer producer(Session session) throws Exception {
    String name = "producer-" + producers.size();
    producers.add(name);
    return Peer.start("produce", session.folder(), queueFolder(), name);
  }

  private Peer consumer(Session session, Delivery delivery) throws Exception {
    String name = "consumer-" + consumers.size();
    consumers.add(name);
    return Peer.start("consume", session.folder(), queueFolder(), name, delivery);
  }

  private Path queueFolder() {
    return base.resolve("queue");
  }
}
