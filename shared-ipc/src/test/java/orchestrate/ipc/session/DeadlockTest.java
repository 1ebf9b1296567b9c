package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.channel.ChannelClosedException;
import orchestrate.ipc.channel.ChannelSpec;
import orchestrate.ipc.channel.SharedChannel;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.report.Deadlock;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.testing.Passed;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadlockTest {
  @TempDir Path base;
  private Session session;

  @BeforeEach
  void createSession() throws IOException {
    session = Session.create(base.resolve("s"), "tester");
  }

  @AfterEach
  void closeSession() throws IOException {
    session.close();
  }

  @Test
  void isSeenByOthersAndEndsWithADeath() throws Exception {
    SharedSemaphore x = session.semaphore("x", 2);
    SharedSemaphore y = session.semaphore("y", 1);
    try (Peer one = Peer.join(session.folder(), "one");
        Peer two = Peer.join(session.folder(), "two")) {
      one.ask("acquire x 2");
      two.ask("acquire y 1");
      one.tell("acquire y 1");
      Eventually.await(() -> y.waiting().size() == 1);
      assertThat(session.deadlock()).isEmpty();
      two.tell("acquire x 1");
      Eventually.await(() -> x.waiting().size() == 1);

      Deadlock deadlock = session.deadlock().orElseThrow();
      assertThat(deadlock.circle())
          .extracting(link -> link.waiter().participant().label())
          .containsExactlyInAnyOrder("one", "two");
      assertThat(deadlock.describe())
          .contains(
              "one (pid %d) waits for semaphore 'y', and so for two (pid %d)"
                  .formatted(one.pid(), two.pid()));

      one.kill();
      assertThat(two.reply()).isEqualTo("done");
      assertThat(session.deadlock()).isEmpty();
    }
  }

  @Test
  void includesOneWhomABarrierWaitsFor() throws Exception {
    SharedSemaphore x = session.semaphore("x", 1);
    session.barrier("b", 2);
    try (Peer one = Peer.join(session.folder(), "one");
        Peer two = Peer.join(session.folder(), "two")) {
      one.ask("acquire x 1");
      two.ask("register b");
      one.tell("arrive b");
      Eventually.await(() -> session.findBarrier("b").waiting().size() == 1);
      assertThat(session.deadlock()).as("two may still come").isEmpty();
      two.tell("acquire x 1");
      Eventually.await(() -> x.waiting().size() == 1);
      assertThat(session.deadlock().orElseThrow().describe())
          .contains("waits for barrier 'b', and so for two");
    }
  }

  @Test
  void isNoneIfOneActsForOthers() throws Exception {
    SharedSemaphore x = session.semaphore("x", 1);
    x.acquire();
    Thread waiting = Thread.ofPlatform().daemon().start(x::acquireUninterruptibly);
    Eventually.await(() -> x.waiting().size() == 1);
    assertThat(session.deadlock().orElseThrow().circle()).hasSize(1);
    session.actForOthers();
    assertThat(session.deadlock()).isEmpty();
    x.release();
    waiting.join();
  }

  @Test
  void isAlsoOfTwoWhoWaitToReceiveFromEachOther() throws Exception {
    SharedChannel<String> channel = session.channel("talk", Codec.strings());
    try (Peer peer = Peer.join(session.folder(), "peer")) {
      peer.tell(Passed.call(channel::receive));
      Eventually.await(() -> waiting("talk") == 1);
      assertThat(session.deadlock()).as("this process may still send").isEmpty();
      Running<String> receiving = InProcess.start(channel::receive);
      Eventually.await(() -> waiting("talk") == 2);

      assertThat(session.deadlock().orElseThrow().describe())
          .contains(
              "tester (pid %d) waits for channel 'talk', and so for peer (pid %d)"
                  .formatted(ProcessHandle.current().pid(), peer.pid()));

      channel.send("from another thread");
      assertThat(peer.reply()).isEqualTo("from another thread");
      Eventually.await(() -> waiting("talk") == 1);
      assertThat(session.deadlock()).isEmpty();
      receiving.thread().interrupt();
    }
  }

  /** The pipes of both are full, and each would have to receive before it can send. */
  @Test
  void isAlsoOfTwoWhoWaitForRoom() throws Exception {
    var spec = new ChannelSpec(64);
    SharedChannel<byte[]> channel = session.channel("talk", spec, Codec.bytes());
    try (Session other = Session.open(session.folder(), "other")) {
      SharedChannel<byte[]> there = other.findChannel("talk", Codec.bytes());
      Running<Boolean> sending = startToSend(channel);
      Running<Boolean> fromThere = startToSend(there);
      Eventually.await(() -> waiting("talk") == 2);
      assertThat(session.deadlock().orElseThrow().circle()).hasSize(2);

      there.receive(); // by another thread than the one that waits
      assertThat(sending.result().get()).isTrue();
      assertThat(session.deadlock()).isEmpty();
      channel.receive();
      assertThat(fromThere.result().get()).isTrue();
    }
  }

  private static Running<Boolean> startToSend(SharedChannel<byte[]> channel) {
    return InProcess.start(() -> channel.offer(new byte[1000], Duration.ofDays(1)));
  }

  /** Where one thread receives and others send, silence is nothing unusual. */
  @Test
  void isNoneOfTwoWhoseOtherThreadsSend() throws Exception {
    SharedChannel<String> channel = session.channel("talk", Codec.strings());
    try (Session other = Session.open(session.folder(), "other")) {
      SharedChannel<String> there = other.findChannel("talk", Codec.strings());
      channel.send("hello");
      there.send("hello");
      List<Running<String>> readers = new ArrayList<>();
      for (SharedChannel<String> end : List.of(channel, there)) {
        assertThat(InProcess.start(end::receive).result().get()).isEqualTo("hello");
        readers.add(InProcess.start(end::receive));
      }
      Eventually.await(() -> waiting("talk") == 2);
      assertThat(session.deadlock()).isEmpty();
      channel.close();
      there.close();
      for (Running<String> reader : readers) {
        assertThatThrownBy(reader.result()::get).hasCauseInstanceOf(ChannelClosedException.class);
      }
      assertThat(waiting("talk")).isZero();
    }
  }

  private int waiting(String name) {
    return session.objects().stream()
        .filter(object -> object.name().equals(name))
        .mapToInt(object -> object.waiting().size())
        .sum();
  }
}
