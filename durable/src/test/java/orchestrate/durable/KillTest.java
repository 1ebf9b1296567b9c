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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that use a queue are killed at random moments: two that put, two that share the work as
 * the consumer AT_LEAST_ONCE, and two as AT_MOST_ONCE.
 */
@Tag("thorough")
class KillTest {
  private static final int KILLS = 6;
  private static final int PROGRESS = 500;
  private static final DurableSettings SMALL_FILES =
      DurableSettings.defaults().withElementsPerFile(1 << 9).withoutConsumer();

  @TempDir Path base;

  private final Random random = new Random(20_25);
  private final List<Peer> peers = new ArrayList<>();
  private int started;

  @AfterEach
  void endPeers() {
    peers.forEach(Peer::close);
  }

  @Test
  void nothingIsLostAndNobodyHangsWhoeverDies() throws Exception {
    try (Session session = Session.create(base.resolve("first"), "tester");
        var queue = DurableQueue.open(session, queueFolder(), Codec.strings(), SMALL_FILES)) {
      for (Delivery delivery : Delivery.values()) {
        open(session, delivery).close(); // elements are kept for consumers that are known
      }
      for (int i = 0; i < KILLS; i++) {
        start(session, i);
      }
      for (int kill = 0; kill < KILLS; kill++) {
        awaitProgress(session, queue);
        LockSupport.parkNanos(random.nextInt(50_000_000)); // to hit another place each time
        peers.removeFirst().shoot();
        start(session, kill);
      }
      awaitProgress(session, queue);
      peers.forEach(Peer::shoot); // all at once
      peers.forEach(Peer::kill);
    }
    try (Session session = Session.create(base.resolve("second"), "tester")) {
      assertAllSeenOnce(session, Delivery.AT_LEAST_ONCE);
      assertAllSeenOnce(session, Delivery.AT_MOST_ONCE);
    }
  }

  /**
   * Everything that was put was seen once, with one exception for each consumer that was killed.
   */
  private void assertAllSeenOnce(Session session, Delivery delivery) throws Exception {
    Map<String, Integer> seen = new HashMap<>();
    int consumers = 0;
    for (int i = 0; i < started; i++) {
      Path log = PeerMain.recordOf(queueFolder(), delivery + "-" + i);
      if (Files.exists(log)) {
        consumers++;
        count(Files.readString(log), seen);
      }
    }
    List<String> rest = new ArrayList<>();
    try (var queue = open(session, delivery)) {
      queue.drainTo(rest); // from where the dead have left off
      queue.put("after");
      assertThat(queue.take()).isEqualTo("after");
    }
    rest.stream().filter(e -> !e.equals("after")).forEach(e -> seen.merge(e, 1, Integer::sum));
    int lost = 0;
    int twice = 0;
    for (int i = 0; i < started; i++) {
      String producer = "producer-" + i;
      if (Files.exists(PeerMain.recordOf(queueFolder(), producer))) {
        long put = PeerMain.countOf(queueFolder(), producer);
        for (long n = 0; n < put; n++) {
          int times = Objects.requireNonNullElse(seen.remove(producer + ":" + n), 0);
          lost += times == 0 ? 1 : 0;
          twice += Math.max(0, times - 1);
        }
        seen.remove(producer + ":" + put); // put had not returned
      }
    }
    assertThat(seen).as("seen but never put").isEmpty();
    assertThat(lost).isLessThanOrEqualTo(delivery == Delivery.AT_MOST_ONCE ? consumers : 0);
    assertThat(twice).isLessThanOrEqualTo(delivery == Delivery.AT_LEAST_ONCE ? consumers : 0);
  }

  private static void count(String log, Map<String, Integer> seen) {
    // Killed in the middle of a system call, a consumer may have written half a line.
    String whole = log.substring(0, log.lastIndexOf('\n') + 1);
    whole.lines().forEach(element -> seen.merge(element, 1, Integer::sum));
  }

  /** Everybody goes on, whoever has just died. */
  private void awaitProgress(Session session, DurableQueue<String> queue) throws Exception {
    long added = queue.added() + PROGRESS;
    Eventually.await(() -> queue.added() >= added);
    for (Delivery delivery : Delivery.values()) {
      try (var consumer = open(session, delivery)) {
        long taken = consumer.added() - consumer.longSize() + PROGRESS;
        Eventually.await(() -> consumer.added() - consumer.longSize() >= taken);
      }
    }
  }

  private DurableQueue<String> open(Session session, Delivery delivery) throws Exception {
    return DurableQueue.open(
        session, queueFolder(), Codec.strings(), SMALL_FILES.forConsumer(delivery.name()));
  }

  private void start(Session session, int kind) throws Exception {
    int number = started++;
    switch (kind % 3) {
      case 0 -> start("produce", session, "producer-" + number);
      case 1 -> consume(session, Delivery.AT_LEAST_ONCE, number);
      default -> consume(session, Delivery.AT_MOST_ONCE, number);
    }
  }

  private void consume(Session session, Delivery delivery, int number) throws Exception {
    start("consume", session, delivery + "-" + number, delivery);
  }

  private void start(String what, Session session, String name, Object... more) throws Exception {
    List<Object> args = new ArrayList<>(List.of(what, session.folder(), queueFolder(), name));
    args.addAll(List.of(more));
    peers.add(Peer.start(args.toArray()));
  }

  private Path queueFolder() {
    return base.resolve("queue");
  }
}
