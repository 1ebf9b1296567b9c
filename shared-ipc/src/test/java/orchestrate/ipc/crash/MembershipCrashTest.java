package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.ObjectFactory;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joining a session, making objects in it, leaving it. */
@Tag("thorough")
class MembershipCrashTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        JoinAndLeave.class,
        LeaveWithAllItHas.class,
        MakeObjects.class,
        RemoveAnObject.class
      })
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** The victim's process takes part a second time. */
  public static final class JoinAndLeave implements Scenario {
    @Override
    public void victim(Party victim) throws Exception {
      Party twin = Party.join(victim.folder(), "twin");
      victim.whenBuried(twin::bury);
      twin.close();
    }

    @Override
    public void check(Party survivor) throws Exception {
      assertNobodyElse(survivor);
      try (Party next = Party.join(survivor.folder(), "next")) {
        assertThat(survivor.participants())
            .extracting(Participant::label)
            .contains("survivor", "next");
        assertThat(next.slot()).isNotEqualTo(survivor.slot());
      }
    }
  }

  public static final class LeaveWithAllItHas implements Scenario {
    private @Nullable Party twin;

    @Override
    public void prepareVictim(Party victim) throws Exception {
      Party second = Party.join(victim.folder(), "twin");
      victim.whenBuried(second::bury);
      second.semaphore("x", SemaphoreSpec.of(3)).acquire(2);
      second.barrier("y", 2).register();
      twin = second;
    }

    @Override
    public void victim(Party victim) {
      requireNonNull(twin).close();
    }

    @Override
    public void check(Party survivor) throws Exception {
      assertNobodyElse(survivor);
      survivor.semaphore("x", SemaphoreSpec.of(3)).acquire(3);
      assertThat(survivor.barrier("y", 2).isBroken()).isTrue();
    }
  }

  /** It is there as a whole or not at all, nobody is held up, and all get the same one. */
  public static final class RemoveAnObject implements Scenario {
    @Override
    public void prepare(Party survivor) throws Exception {
      ObjectFactory.make(survivor.folder().resolve("x"), SemaphoreSpec.of(3).header()).close();
    }

    @Override
    public void victim(Party victim) throws Exception {
      victim.remove("x");
    }

    @Override
    public void check(Party survivor) throws Exception {
      survivor.semaphore("x", SemaphoreSpec.of(3)).acquire(2);
      try (Party next = Party.join(survivor.folder(), "next")) {
        assertThat(next.semaphore("x", SemaphoreSpec.of(3)).availablePermits()).isEqualTo(1);
        assertThatThrownBy(() -> next.remove("x")).hasMessageContaining("survivor");
      }
    }
  }

  /** Whatever was made is whole, and what wasn't can be made by others. */
  public static final class MakeObjects implements Scenario {
    @Override
    public void victim(Party victim) throws Exception {
      victim.semaphore("x", SemaphoreSpec.of(3)).acquire();
      victim.event("y").set();
      victim.barrier("z", 2).register();
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedSemaphore semaphore = survivor.semaphore("x", SemaphoreSpec.of(3));
      assertThat(semaphore.tryAcquire(3)).isTrue();
      semaphore.release(3);
      SharedEvent event = survivor.event("y");
      event.set();
      event.await();
      SharedBarrier barrier = survivor.barrier("z", 2);
      if (barrier.isBroken()) {
        barrier.reset();
      }
      Fork<Integer> other = Fork.start(barrier::await);
      assertThat(barrier.await() + other.result()).isEqualTo(1);
    }
  }

  private static void assertNobodyElse(Party survivor) {
    assertThat(survivor.participants())
        .extracting(Participant::label)
        .isSubsetOf("survivor", "recoverer");
  }
}
