package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.ipc.report.Deadlock;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Eventually;
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
}
