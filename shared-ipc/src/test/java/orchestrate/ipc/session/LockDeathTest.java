package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.sync.LockSpec;
import orchestrate.ipc.sync.SharedCondition;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedReadWriteLock;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("LockNotBeforeTry") // a test that fails ends the lock too
class LockDeathTest {
  private static final int KILLS = 4;
  private static final int PEERS = 3;

  @TempDir Path base;
  private Session session;
  private final BlockingQueue<Participant> deaths = new LinkedBlockingQueue<>();

  @BeforeEach
  void createSession() throws IOException {
    session = Session.create(base.resolve("s"), "tester");
    session.watch(deaths::add);
  }

  @AfterEach
  void closeSession() throws IOException {
    session.close();
  }

  @Test
  void aLockIsMadeOnceForAll() throws Exception {
    SharedLock lock = session.lock("x", LockSpec.inOrder());
    assertThat(session.findLock("x")).isSameAs(lock);
    assertThat(session.lock("x", LockSpec.inOrder())).isSameAs(lock);
    assertThatThrownBy(() -> session.lock("x"))
        .hasMessageEndingWith("found fair lock, asked for unfair lock");
    assertThat(session.findReadWriteLock(session.readWriteLock("y").name()))
        .isSameAs(session.readWriteLock("y"));
  }

  @Test
  void whoWaitsGetsTheLockOfTheDeadAndIsTold() throws Exception {
    SharedLock lock = session.lock("x");
    SharedLock fair = session.lock("y", LockSpec.inOrder());
    try (Peer victim = join("victim");
        Peer other = join("other")) {
      assertThat(victim.ask("lock x")).isEqualTo("done");
      assertThat(victim.ask("lock y")).isEqualTo("done");
      assertThat(victim.ask("lock y")).isEqualTo("done");
      other.tell("lock y");
      Eventually.await(() -> fair.getQueueLength() == 1);
      victim.shoot();
      lock.lock();
      assertThat(lock.abandonedBy()).map(Participant::label).hasValue("victim");
      assertThat(other.reply()).isEqualTo("abandoned by victim");
      lock.unlock();
      other.kill();
      fair.lock();
      assertThat(fair.abandonedBy()).map(Participant::label).hasValue("other");
      fair.markConsistent();
    }
  }

  @Test
  void whoLeavesWithTheLockAbandonsIt() throws Exception {
    SharedLock lock = session.lock("x");
    try (Peer peer = join("peer")) {
      assertThat(peer.ask("lock x")).isEqualTo("done");
      assertThat(peer.ask("close")).isEqualTo("done");
      lock.lock();
      assertThat(lock.abandonedBy()).map(Participant::label).hasValue("peer");
    }
  }

  @Test
  void aSignalForOneWhoIsKilledGoesToTheNext() throws Exception {
    SharedLock lock = session.lock("x");
    SharedCondition condition = lock.condition(0);
    try (Peer victim = join("victim");
        Peer next = join("next")) {
      victim.tell("await x 0");
      Eventually.await(() -> condition.waiting().size() == 1);
      next.tell("await x 0");
      Eventually.await(() -> condition.waiting().size() == 2);
      lock.lock();
      condition.signal();
      victim.kill(); // it has the signal, and not the lock
      assertThat(deaths.take().label()).isEqualTo("victim");
      lock.unlock();
      assertThat(next.reply()).isEqualTo("done");
    }
  }

  @Test
  void noSignalIsSpentOnTheDead() throws Exception {
    SharedLock lock = session.lock("x");
    SharedCondition condition = lock.condition(0);
    try (Peer victim = join("victim");
        Peer next = join("next")) {
      victim.tell("await x 0");
      Eventually.await(() -> condition.waiting().size() == 1);
      next.tell("await x 0");
      Eventually.await(() -> condition.waiting().size() == 2);
      victim.shoot();
      lock.lock();
      condition.signal(); // before or after the death was noticed
      lock.unlock();
      assertThat(next.reply()).isEqualTo("done");
    }
  }

  @Test
  void whoWaitsForOneWhoIsKilledInsideLooksAgain() throws Exception {
    SharedCondition condition = session.lock("x").condition(7);
    try (Peer victim = join("victim");
        Peer waiting = join("waiting")) {
      waiting.tell("await x 7");
      Eventually.await(() -> condition.waiting().size() == 1);
      assertThat(victim.ask("lock x")).isEqualTo("done");
      assertThat(victim.ask("signal x 0")).isEqualTo("done");
      victim.kill();
      assertThat(waiting.reply()).isEqualTo("abandoned by victim");
    }
  }

  @Test
  void aReadWriteLockSurvivesReadersAndWriters() throws Exception {
    SharedReadWriteLock lock = session.readWriteLock("x");
    try (Peer reader = join("reader");
        Peer writer = join("writer")) {
      assertThat(reader.ask("read x")).isEqualTo("done");
      writer.tell("write x");
      Eventually.await(() -> lock.getQueueLength() == 1);
      reader.shoot();
      assertThat(writer.reply()).isEqualTo("done");
      writer.shoot();
      lock.readLock().lock();
      assertThat(lock.abandonedBy()).map(Participant::label).hasValue("writer");
    }
  }

  @Test
  void onlyOneIsInsideHoweverManyDie() throws Exception {
    Random random = new Random(42);
    SharedLock lock = session.lock("x");
    SharedSemaphore inside = session.semaphore("inside", 1);
    SharedEvent violation = session.event("violation");
    List<Peer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < PEERS; i++) {
        peers.add(adding(i));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        LockSupport.parkNanos(random.nextInt(50_000_000)); // to hit another place each time
        peers.remove(0).kill();
        peers.add(adding(PEERS + kill));
        for (int i = 0; i < 10; i++) {
          lock.lock(); // progress
          lock.unlock();
        }
      }
      peers.forEach(Peer::shoot); // all at once
      Eventually.await(() -> session.participants().size() == 1);
      assertThat(lock.isLocked()).isFalse();
      assertThat(lock.waiting()).isEmpty();
      assertThat(inside.availablePermits()).isEqualTo(1);
      assertThat(violation.isSet()).as("two inside").isFalse();
    } finally {
      peers.forEach(Peer::close);
    }
  }

  private Peer adding(int number) throws IOException {
    Peer peer = join("peer-" + number);
    peer.tell("add x 100000000");
    return peer;
  }

  private Peer join(String label) throws IOException {
    return Peer.join(session.folder(), label);
  }
}
