package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.LinkedBlockingQueue;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DeathTest {
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
  void aKilledProcessIsReportedOnceAndItsSlotIsFreed() throws Exception {
    try (Peer victim = join("victim")) {
      assertThat(session.participants())
          .extracting(Participant::label, Participant::alive)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("tester", true),
              org.assertj.core.groups.Tuple.tuple("victim", true));
      victim.kill();
      Participant dead = deaths.take();
      assertThat(dead.describe()).isEqualTo("victim (pid %d, dead)".formatted(victim.pid()));
      Eventually.await(() -> session.participants().size() == 1);
      assertThat(deaths).isEmpty();
    }
  }

  @Test
  void anOrderlyLeaveIsNoDeathAndGivesPermitsBack() throws Exception {
    SharedSemaphore semaphore = session.semaphore("x", 3);
    try (Peer peer = join("peer")) {
      assertThat(peer.ask("acquire x 2")).isEqualTo("done");
      assertThat(peer.ask("close")).isEqualTo("done");
      assertThat(semaphore.availablePermits()).isEqualTo(3);
      assertThat(session.participants()).hasSize(1);
      peer.kill();
    }
    assertThat(deaths).isEmpty();
  }

  @Test
  void whatAKilledProcessHeldComesBackOnce() throws Exception {
    SharedSemaphore semaphore = session.semaphore("x", 5);
    try (Peer victim = join("victim");
        Peer bystander = join("bystander")) {
      assertThat(bystander.ask("acquire x 1")).isEqualTo("done");
      assertThat(victim.ask("acquire x 4")).isEqualTo("done");
      victim.shoot();
      semaphore.acquire(4); // waits for the recovery
      assertThat(semaphore.availablePermits()).isZero();
      Eventually.await(() -> session.participants().size() == 2);
      assertThat(semaphore.availablePermits()).isZero();
      assertThat(semaphore.holders().toString()).contains("bystander").doesNotContain("victim");
      semaphore.release(4);
    }
    Eventually.await(() -> semaphore.availablePermits() == 5);
  }

  @Test
  void aKilledWaiterKeepsNobodyWaiting() throws Exception {
    SharedSemaphore semaphore = session.semaphore("x", 1);
    semaphore.acquire();
    try (Peer victim = join("victim");
        Peer other = join("other")) {
      victim.tell("acquire x 1");
      Eventually.await(() -> semaphore.waiting().size() == 1);
      other.tell("acquire x 1");
      Eventually.await(() -> semaphore.waiting().size() == 2);
      victim.kill();
      semaphore.release();
      assertThat(other.reply()).isEqualTo("done");
    }
  }

  @Test
  void aStoppedHolderIsNotTakenForDead() throws Exception {
    SharedSemaphore semaphore = session.semaphore("x", 1);
    try (Peer stopped = join("stopped");
        Peer other = join("other")) {
      assertThat(stopped.ask("acquire x 1")).isEqualTo("done");
      stopped.signal("STOP");
      other.kill(); // has the wardens look at everybody
      assertThat(deaths.take().label()).isEqualTo("other");
      assertThat(semaphore.availablePermits()).isZero();
      assertThat(session.participants())
          .filteredOn(p -> p.label().equals("stopped"))
          .allMatch(Participant::alive);
      stopped.signal("CONT");
      assertThat(stopped.ask("release x 1")).isEqualTo("done");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aZombieHoldsNothing() throws Exception {
    SharedSemaphore semaphore = session.semaphore("x", 1);
    try (Peer parent = Peer.joinAsChildOfOneWhoNeverWaits(session.folder(), "victim")) {
      assertThat(parent.ask("acquire x 1")).isEqualTo("done");
      int victim = session.participants().getLast().pid();
      assertThat(victim).isNotEqualTo((int) parent.pid());
      ProcessHandle.of(victim).orElseThrow().destroyForcibly();
      semaphore.acquire();
      Eventually.await(() -> session.participants().size() == 1); // its slot is free again
      assertThat(Files.readString(Path.of("/proc/" + victim + "/stat"))).contains(") Z ");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aForkOfAParticipantIsNone() throws Exception {
    SharedSemaphore semaphore = session.semaphore("x", 1);
    try (Peer holder = join("holder");
        Peer other = join("other")) {
      assertThat(holder.ask("acquire x 1")).isEqualTo("done");
      ProcessHandle child = child(holder.ask("fork"));
      ProcessHandle survivor = child(holder.ask("fork"));
      try {
        child.destroyForcibly();
        Path stat = Path.of("/proc/" + child.pid() + "/stat");
        Eventually.await(() -> read(stat).contains(") Z ")); // its parent doesn't know of it
        other.kill(); // has the wardens look at everybody
        assertThat(deaths.take().label()).isEqualTo("other");
        assertThat(semaphore.availablePermits()).isZero();
        holder.shoot();
        semaphore.acquire();
        assertThat(deaths.take().label()).isEqualTo("holder");
        assertThat(survivor.isAlive()).isTrue();
      } finally {
        survivor.destroyForcibly();
      }
    }
  }

  private static ProcessHandle child(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aStoppedWardenHoldsUpNobody() throws Exception {
    SharedSemaphore semaphore = session.semaphore("x", 1);
    try (Peer stopped = join("stopped");
        Peer victim = join("victim")) {
      stopped.ask("acquire x 1");
      stopped.ask("release x 1");
      victim.ask("acquire x 1");
      stopped.signal("STOP");
      victim.shoot();
      semaphore.acquire();
      assertThat(deaths.take().label()).isEqualTo("victim");
    }
  }

  @Test
  void theDeathOfOneWhoArrivedBreaksTheBarrier() throws Exception {
    SharedBarrier barrier = session.barrier("b", 3);
    try (Peer victim = join("victim")) {
      victim.tell("arrive b");
      Eventually.await(() -> barrier.getNumberWaiting() == 1);
      victim.shoot();
      assertThatThrownBy(barrier::await)
          .isInstanceOf(BrokenBarrierException.class)
          .hasMessageMatching(
              "barrier 'b' is broken: victim \\(pid %d, dead\\) died when [12] of 3 parties had arrived"
                  .formatted(victim.pid()));
      barrier.reset();
      assertThat(barrier.isBroken()).isFalse();
    }
  }

  @Test
  void theDeathOfOneWhoRegisteredBreaksTheBarrier() throws Exception {
    SharedBarrier barrier = session.barrier("b", 2);
    try (Peer victim = join("victim");
        Peer waiting = join("waiting")) {
      assertThat(victim.ask("register b")).isEqualTo("done");
      waiting.tell("arrive b");
      Eventually.await(() -> barrier.getNumberWaiting() == 1);
      victim.kill();
      assertThat(waiting.reply())
          .startsWith("BrokenBarrierException: barrier 'b' is broken: victim (pid")
          .endsWith("died when 1 of 2 parties had arrived");
    }
  }

  @Test
  void theDeathOfOneWhoRunsTheActionBreaksTheBarrier() throws Exception {
    SharedBarrier barrier = session.barrier("b", 2);
    SharedEvent never = session.event("never");
    try (Peer victim = join("victim");
        Peer waiting = join("waiting")) {
      waiting.tell("arrive b");
      Eventually.await(() -> barrier.getNumberWaiting() == 1);
      victim.tell("arrive-and-act b never");
      Eventually.await(() -> never.waiting().size() == 1);
      assertThat(barrier.getNumberWaiting()).isEqualTo(2);
      victim.kill();
      assertThat(waiting.reply())
          .isEqualTo(
              "BrokenBarrierException: barrier 'b' is broken: victim (pid %d, dead)"
                      .formatted(victim.pid())
                  + " died in the barrier action when 2 of 2 parties had arrived");
    }
  }

  @Test
  void aDeathAfterTheBarrierTrippedBreaksNothing() throws Exception {
    SharedBarrier barrier = session.barrier("b", 2);
    try (Peer victim = join("victim")) {
      victim.tell("arrive b");
      barrier.await();
      assertThat(victim.reply()).isIn("0", "1");
      victim.kill();
      deaths.take();
      assertThat(barrier.isBroken()).isFalse();
    }
  }

  @Test
  void anEventReleasesOtherProcessesWhoeverDies() throws Exception {
    SharedEvent event = session.event("e");
    try (Peer victim = join("victim");
        Peer waiting = join("waiting")) {
      victim.tell("wait e");
      waiting.tell("wait e");
      Eventually.await(() -> event.waiting().size() == 2);
      victim.kill();
      deaths.take();
      event.set();
      event.clear();
      assertThat(waiting.reply()).isEqualTo("done");
    }
  }

  @Test
  void aLatchKeepsWhatTheDeadHaveCountedDownAndReleasesTheLiving() throws Exception {
    SharedLatch latch = session.latch("l", 2);
    SharedCounter counter = session.counter("c", 40);
    try (Peer victim = join("victim");
        Peer waiting = join("waiting")) {
      waiting.tell("await-latch l");
      assertThat(victim.ask("count-down l 1")).isEqualTo("done");
      assertThat(victim.ask("increment c")).isEqualTo("done");
      victim.tell("await-latch l");
      Eventually.await(() -> latch.waiting().size() == 2);
      victim.kill();
      Eventually.await(() -> latch.waiting().size() == 1);
      assertThat(latch.getCount()).isEqualTo(1);
      latch.countDown();
      assertThat(waiting.reply()).isEqualTo("done");
      assertThat(counter.incrementAndGet()).isEqualTo(42);
    }
  }

  @Test
  void workersOutliveTheirCoordinatorAndTakeCareOfEachOther() throws Exception {
    Path folder = base.resolve("other");
    try (Peer coordinator = Peer.create(folder, "coordinator");
        Peer victim = Peer.join(folder, "victim");
        Session worker = Session.open(folder, "worker")) {
      SharedSemaphore semaphore = worker.semaphore("x", 1);
      assertThat(victim.ask("acquire x 1")).isEqualTo("done");
      coordinator.kill();
      assertThat(SessionFolders.in(base).sweep()).containsExactly(folder);
      victim.shoot();
      semaphore.acquire();
      assertThat(semaphore.holders().keySet())
          .extracting(Participant::label)
          .containsExactly("worker");
    }
  }

  private Peer join(String label) throws IOException {
    return Peer.join(session.folder(), label);
  }
}
