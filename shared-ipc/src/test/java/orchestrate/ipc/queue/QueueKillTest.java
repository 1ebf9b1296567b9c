package orchestrate.ipc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.queue.QueueSpec.Order;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that put and processes that take, killed in the middle of it. */
@Tag("thorough")
class QueueKillTest {
  @TempDir Path base;

  private final List<Peer> peers = new ArrayList<>();
  private final Map<String, Peer> producers = new HashMap<>();
  private final List<Peer> relays = new ArrayList<>();
  private int started;

  @ParameterizedTest
  @CsvSource({"FIFO, 5", "PRIORITY, 3"})
  void nothingIsLostButWhatTheDeadHadTaken(Order order, int kills) throws Exception {
    Random random = new Random(42);
    try (Session session = Session.create(base.resolve("s"), "tester")) {
      QueueSpec spec = new QueueSpec(order, 16, 40, QueueSpec.Delivery.AT_LEAST_ONCE, false);
      SharedQueue<String> in = session.queue("in", spec, Codec.strings());
      SharedQueue<String> out = session.queue("out", QueueSpec.fifo(100), Codec.strings());
      Running<List<String>> collector = InProcess.start(() -> collect(out));
      for (int i = 0; i < 2; i++) {
        startProducer(session);
        startRelay(session);
      }
      for (int kill = 0; kill < kills; kill++) {
        LockSupport.parkNanos(random.nextInt(50_000_000)); // to hit another place each time
        if (kill % 2 == 0) {
          relays.removeFirst().kill();
          startRelay(session);
        } else {
          String victim = producers.keySet().iterator().next();
          Objects.requireNonNull(producers.remove(victim)).kill();
          startProducer(session);
        }
      }
      in.close();
      Map<String, Integer> put = new HashMap<>();
      for (var producer : producers.entrySet()) {
        put.put(producer.getKey(), Integer.parseInt(producer.getValue().reply()));
      }
      for (Peer relay : relays) {
        assertThat(relay.reply()).isEqualTo("done");
      }
      out.close();
      int relaysKilled = (kills + 1) / 2;
      check(collector.result().get(), put, order == Order.FIFO, relaysKilled);
      assertThat(in.isEmpty()).isTrue();
    } finally {
      peers.forEach(Peer::close);
    }
  }

  private static List<String> collect(SharedQueue<String> out) {
    List<String> all = new ArrayList<>();
    out.untilClosed().forEach(all::add);
    return all;
  }

  /**
   * A relay that is killed may have taken one element and not passed it on; and one that it was
   * about to take may come to another relay late.
   */
  private static void check(
      List<String> all, Map<String, Integer> put, boolean inOrder, int relaysKilled) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Integer> ends = new HashMap<>(put);
    Map<String, Integer> lasts = new HashMap<>();
    List<String> elements = new ArrayList<>();
    int late = 0;
    for (String line : all) {
      String[] parts = line.split(":", 3);
      String producer = parts[1];
      int number = Integer.parseInt(parts[2]);
      elements.add(producer + ":" + number);
      counts.merge(producer, 1, Integer::sum);
      ends.merge(producer, number + 1, Math::max);
      Integer last = lasts.put(parts[0] + ":" + producer, number);
      if (last != null && last > number) {
        late++;
      }
    }
    assertThat(elements).isNotEmpty().doesNotHaveDuplicates();
    put.forEach((producer, count) -> assertThat(ends).containsEntry(producer, count));
    int missing =
        ends.values().stream().mapToInt(x -> x).sum()
            - counts.values().stream().mapToInt(x -> x).sum();
    assertThat(missing).isBetween(0, relaysKilled);
    if (inOrder) {
      assertThat(late).isLessThanOrEqualTo(relaysKilled);
    }
  }

  private void startProducer(Session session) throws Exception {
    String name = "p" + ++started;
    Peer peer = join(session, name);
    producers.put(name, peer);
    peer.tell("produce in " + name);
  }

  private void startRelay(Session session) throws Exception {
    String name = "r" + ++started;
    Peer peer = join(session, name);
    relays.add(peer);
    peer.tell("relay in out " + name);
  }

  private Peer join(Session session, String name) throws Exception {
    Peer peer = Peer.join(session.folder(), name);
    peers.add(peer);
    return peer;
  }
}
