package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joining a session, making objects in it, leaving it. */
class MembershipCrashTest {
  @ParameterizedTest
  @ValueSource(classes = {JoinAndLeave.class, LeaveWithAllItHas.class, MakeObjects.class})
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
