package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.ToLongFunction;
import orchestrate.ipc.array.SharedLongs;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.testing.Passed;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects as arguments of what another process runs. */
class PassedByNameTest {
  @TempDir Path base;

  record Point(int x, String name) {}

  @Test
  void inTheSameSessionItIsTheSameObject() throws Exception {
    try (Session session = Session.create(base.resolve("s"), "me")) {
      List<SharedObject> objects =
          List.of(
              session.semaphore("a b/c", 2),
              session.event("event"),
              session.barrier("barrier", 2),
              session.latch("latch", 3),
              session.counter("counter", 7),
              session.lock("lock"),
              session.readWriteLock("rw"),
              session.bytes("bytes", 3),
              session.ints("ints", 3),
              session.longs("longs", 3),
              session.doubles("doubles", 3));
      for (SharedObject object : objects) {
        assertThat(Passed.copy(object, SharedObject.class)).isSameAs(object);
      }
    }
  }

  @Test
  void anotherProcessUsesWhatALambdaHasCaptured() throws Exception {
    try (Session session = Session.create(base.resolve("s"), "me");
        Peer peer = Peer.join(base.resolve("s"), "peer")) {
      SharedEvent event = session.event("event");
      SharedQueue<Point> queue =
          session.queue("queue", QueueSpec.fifo(3).withTasks(), Codec.records(Point.class));
      SharedLongs longs = session.longs("longs", 10);
      longs.set(9, 1L << 40);
      String reply =
          peer.ask(
              Passed.call(
                  () -> {
                    queue.put(new Point(7, "p"));
                    event.set();
                    return longs.getAndAdd(9, 1) + " " + queue.name();
                  }));
      assertThat(reply).isEqualTo((1L << 40) + " queue");
      assertThat(event.isSet()).isTrue();
      assertThat(queue.take()).isEqualTo(new Point(7, "p"));
      assertThat(longs.get(9)).isEqualTo((1L << 40) + 1);
      assertThat(session.participants()).extracting(Participant::label).containsOnly("me", "peer");
    }
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // who takes it elsewhere ends with it
  void aReceiverThatIsNotInTheSessionJoinsItOnceAndLeavesInOrder() throws Exception {
    BlockingQueue<String> deaths = new LinkedBlockingQueue<>();
    try (Session session = Session.create(base.resolve("s"), "me");
        Session other = Session.create(base.resolve("other"), "other");
        Peer orderly = Peer.join(other.folder(), "a");
        Peer killed = Peer.join(other.folder(), "b")) {
      session.watch(dead -> deaths.add(dead.label() + " " + dead.pid()));
      SharedCounter counter = session.counter("counter");
      SharedLock lock = session.lock("lock");
      Passed.Call call =
          () -> {
            lock.lock();
            return String.valueOf(counter.incrementAndGet());
          };
      assertThat(orderly.ask(Passed.call(call))).isEqualTo("1");
      assertThat(orderly.ask(Passed.call(call))).isEqualTo("2");
      assertThat(session.participants())
          .extracting(Participant::label, participant -> (long) participant.pid())
          .contains(tuple("receiver", orderly.pid()))
          .hasSize(2);
      assertThat(orderly.ask("exit")).isEqualTo("ended");
      lock.lock(); // given back
      lock.markConsistent();
      lock.unlock();
      assertThat(killed.ask(Passed.call(call))).isEqualTo("3");
      killed.kill();
      assertThat(deaths.take()).isEqualTo("receiver " + killed.pid());
      lock.lock();
      assertThat(lock.abandonedBy()).isPresent();
      lock.unlock();
      assertThat(deaths).isEmpty();
    }
  }

  @Test
  void whatIsNotThereAnyMoreIsToldWithTheReason() throws Exception {
    Session session = Session.create(base.resolve("s"), "me");
    String event = Passed.write(session.event("event"));
    String counter = Passed.write(session.counter("counter", 1));
    String prefix = "%s of session " + base.resolve("s") + " was passed to this process, ";
    session.close();
    assertThatThrownBy(() -> Passed.read(event, SharedEvent.class))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessageStartingWith(prefix.formatted("event 'event'"))
        .hasMessageEndingWith("no such session any more: who made it has closed it or died");
    // Another session has its folder: the open one is told apart from the one before.
    try (Session next = Session.create(base.resolve("s"), "me")) {
      assertThat(Session.ofThisProcess(base.resolve("s"))).isSameAs(next);
      next.counter("counter", 2);
      assertThatThrownBy(() -> Passed.read(event, SharedEvent.class))
          .isInstanceOf(InvalidObjectException.class)
          .hasMessageEndingWith("which can't open it: it was removed");
      assertThatThrownBy(() -> Passed.read(counter, SharedCounter.class))
          .isInstanceOf(InvalidObjectException.class)
          .hasMessageEndingWith("which can't open it: another object has its name by now");
    }
  }

  @Test
  void theFirstOpenSessionOfAFolderIsTheOneOfThisProcess() throws Exception {
    Path folder = base.resolve("s");
    try (Session creator = Session.create(folder, "creator")) {
      Session second = Session.open(folder, "second");
      assertThat(Session.ofThisProcess(base.resolve("./s"))).isSameAs(creator);
      assertThat(Passed.copy(second.event("e"), SharedEvent.class)).isSameAs(creator.event("e"));
      second.close();
      assertThat(Session.ofThisProcess(folder)).isSameAs(creator);
    }
  }

  @Test
  void aQueueIsPassedWithItsCodecOrRefused() throws Exception {
    try (Session session = Session.create(base.resolve("s"), "me")) {
      for (Codec<?> codec : List.of(Codec.bytes(), Codec.longs(), Codec.serialized(String.class))) {
        SharedQueue<?> queue = session.queue(codec.name(), QueueSpec.fifo(1), codec);
        assertThat(Passed.copy(queue, SharedQueue.class).name()).isEqualTo(codec.name());
      }
      var priority = (ToLongFunction<String> & Serializable) String::length;
      SharedQueue<String> queue =
          session.queue("p", QueueSpec.priority(3), Codec.strings().withPriority(priority));
      SharedQueue<?> passed = Passed.copy(queue, SharedQueue.class);
      queue.put("long");
      queue.put("s");
      assertThat(passed.take()).isEqualTo("s");
      assertThatThrownBy(
              () ->
                  Passed.write(
                      session.findQueue("p", Codec.strings().withPriority(String::length))))
          .isInstanceOf(NotSerializableException.class)
          .hasMessageContaining("the function is not Serializable; cast");
      assertThatThrownBy(
              () -> Passed.write(session.queue("own", QueueSpec.fifo(1), new OwnCodec())))
          .isInstanceOf(NotSerializableException.class)
          .hasMessage(
              "queue 'own' can't be passed to another process: its codec, "
                  + OwnCodec.class.getName()
                  + ", is not Serializable");
    }
  }

  private static final class OwnCodec implements Codec<Integer> {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public long encode(Integer element, MemorySegment target, long offset, long limit) {
      return 0;
    }

    @Override
    public Integer decode(MemorySegment source, long offset, long length) {
      return 0;
    }
  }
}
