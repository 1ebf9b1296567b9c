package orchestrate.ipc.session;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Fork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removing an object while others may be about to open it. */
class RemovalTest {
  private static final long MARK = 32;

  @TempDir Path base;
  private Session session;

  @BeforeEach
  void open() throws Exception {
    session = join("tester");
  }

  @AfterEach
  void close() throws Exception {
    session.close();
  }

  @Test
  void anotherCanBeMadeThen() throws Exception {
    try (Session earlier = join("earlier")) {
      earlier.semaphore("x", 2);
    }
    session.remove("x");
    SharedSemaphore other = session.semaphore("x", 3);
    assertThat(other.availablePermits()).isEqualTo(3);
    assertThatThrownBy(() -> session.remove("y"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("no object 'y'")
        .hasMessageContaining("there are: [x]");
  }

  @Test
  void refusesAndSaysWhoUsesIt() throws Exception {
    try (Session holder = join("holder");
        Session waiter = join("waiter");
        Session looker = join("looker")) {
      holder.semaphore("x", 1).acquire();
      looker.semaphore("x", 1);
      Fork<Void> waiting =
          Fork.start(
              () -> {
                waiter.findSemaphore("x").acquire();
                return null;
              });
      while (holder.findSemaphore("x").getQueueLength() == 0) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> session.remove("x"))
          .isInstanceOf(InUseException.class)
          .hasMessageStartingWith("semaphore 'x' is in use and was not removed: holder (pid ")
          .hasMessageContaining("holds 1; waiter (pid ")
          .hasMessageContaining("waits for it")
          .hasMessageContaining("looker (pid ");
      holder.findSemaphore("x").release();
      waiting.result();
    }
    session.remove("x");
    assertThat(session.objects()).isEmpty();
  }

  @Test
  void whatWasMappedToRecoverItIsNotMistakenForTheNextOne() throws Exception {
    try (Session other = join("other")) {
      other.event("x").set();
    }
    try (Session looker = join("looker")) {
      assertThat(session.objects()).hasSize(1);
      assertThatThrownBy(() -> looker.remove("x")).hasMessageContaining("tester");
      assertThat(session.event("x").isSet()).as("the same one").isTrue();
    }
  }

  @Test
  void oneWhoDiedOverItHoldsNobodyUp() throws Exception {
    Path file = session.folder().resolve("x");
    MappedRegion made = ObjectFactory.make(file, new Header(ObjectKind.EVENT, 0));
    made.segment().set(JAVA_LONG, MARK, (77L << 32) | 900);
    made.close();

    SharedEvent event = session.event("x");
    try (MappedRegion region = MappedRegion.open(file)) {
      assertThat(region.segment().get(JAVA_LONG, MARK)).isZero();
    }
    event.set();
    try (Session other = join("other")) {
      assertThat(other.findEvent("x").isSet()).isTrue();
    }

    MappedRegion next =
        ObjectFactory.make(file.resolveSibling("y"), new Header(ObjectKind.EVENT, 0));
    next.segment().set(JAVA_LONG, MARK, (77L << 32) | 900);
    next.close();
    session.remove("y");
    assertThat(file.resolveSibling("y")).doesNotExist();
  }

  /** Else two would be inside at once, each with a lock of its own. */
  @Test
  void neverDoTwoUseTwoObjectsOfOneName() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    List<Fork<Integer>> users = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      users.add(Fork.start(() -> lockAndUnlock(inside)));
    }
    int removed = 0;
    while (!users.stream().allMatch(Fork::isDone)) {
      try {
        session.remove("x");
        removed++;
      } catch (InUseException | NoSuchElementException notNow) {
        Thread.onSpinWait();
      }
    }
    for (Fork<Integer> user : users) {
      assertThat(user.result()).as("how often another one was inside").isZero();
    }
    System.out.println("removed " + removed + " times");
  }

  private int lockAndUnlock(AtomicInteger inside) throws Exception {
    int violations = 0;
    for (int i = 0; i < 100; i++) {
      try (Session user = join("user")) {
        SharedLock lock = user.lock("x");
        lock.lock();
        try {
          violations += inside.incrementAndGet() > 1 ? 1 : 0;
          LockSupport.parkNanos(10_000);
          inside.decrementAndGet();
        } finally {
          lock.unlock();
        }
      }
    }
    return violations;
  }

  private Session join(String label) throws Exception {
    return Session.openOrCreate(base.resolve("session"), label);
  }

  @Test
  void onlyObjectsAreRemoved() {
    assertThatThrownBy(() -> session.remove("session.control"))
        .isInstanceOf(NoSuchElementException.class);
    assertThat(Files.exists(session.folder().resolve("session.control"))).isTrue();
  }
}
