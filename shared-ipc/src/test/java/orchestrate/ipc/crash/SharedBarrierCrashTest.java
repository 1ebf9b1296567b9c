package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("thorough")
class SharedBarrierCrashTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        ArriveFirst.class,
        ArriveLast.class,
        RegisterAndWithdraw.class,
        WithdrawAnArrival.class,
        Reset.class,
        ResetOfABrokenOne.class,
        ArriveLastAndAct.class,
        FailInTheAction.class,
        GiveUpWaiting.class,
      })
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** A barrier for two, of which one is a thread of the survivor. */
  public abstract static class WithBarrier implements Scenario {
    private @Nullable Fork<Boolean> other;

    static SharedBarrier barrier(Party party) {
      return party.barrier("x", 2);
    }

    final void otherArrives(Party survivor) {
      SharedBarrier barrier = barrier(survivor);
      other = Fork.start(() -> arrive(barrier));
    }

    @Override
    public void prepare(Party survivor) throws Exception {
      otherArrives(survivor);
      Eventually.await(() -> barrier(survivor).getNumberWaiting() == 1);
    }

    @Override
    public void prepareVictim(Party victim) throws Exception {
      barrier(victim);
    }

    /**
     * Nobody hangs, unless the victim died before anybody could know that it was to come: then the
     * other still waits, and is released by somebody else's arrival.
     */
    @Override
    public void check(Party survivor) throws Exception {
      SharedBarrier barrier = barrier(survivor);
      Fork<Boolean> first = requireNonNull(other);
      Eventually.await(() -> first.isDone() || barrier.getNumberWaiting() == 1);
      if (!first.isDone()) {
        assertThat(barrier.await()).isZero();
        assertThat(first.result()).isTrue();
      } else {
        assertThat(first.result()).isEqualTo(!barrier.isBroken() && !wasReset());
      }
      if (barrier.isBroken()) {
        barrier.reset();
      }
      Fork<Boolean> second = Fork.start(() -> arrive(barrier));
      assertThat(arrive(barrier)).isTrue();
      assertThat(second.result()).isTrue();
    }

    /** Whether those who waited may have been told of a reset. */
    boolean wasReset() {
      return false;
    }

    /** Whether all arrived; else it was broken. */
    static boolean arrive(SharedBarrier barrier) throws InterruptedException {
      try {
        barrier.await();
        return true;
      } catch (BrokenBarrierException e) {
        return false;
      }
    }
  }

  public static final class ArriveFirst extends WithBarrier {
    @Override
    public void prepare(Party survivor) {
      barrier(survivor);
    }

    @Override
    public void victim(Party victim) throws Exception {
      assertThat(arrive(barrier(victim))).isTrue();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      SharedBarrier barrier = barrier(survivor);
      Eventually.await(() -> barrier.getNumberWaiting() == 1 || over.getAsBoolean());
      otherArrives(survivor);
    }
  }

  public static final class ArriveLast extends WithBarrier {
    @Override
    public void victim(Party victim) throws Exception {
      assertThat(arrive(barrier(victim))).isTrue();
    }
  }

  public static final class RegisterAndWithdraw extends WithBarrier {
    @Override
    public void victim(Party victim) {
      barrier(victim).register();
      barrier(victim).withdraw();
    }
  }

  /** One of its threads waits, another takes that back. */
  public static final class WithdrawAnArrival extends WithBarrier {
    @Override
    public void prepare(Party survivor) {
      barrier(survivor);
    }

    @Override
    public void prepareVictim(Party victim) {
      SharedBarrier barrier = barrier(victim);
      var _ = Fork.start(() -> arrive(barrier));
      Eventually.await(() -> barrier.getNumberWaiting() == 1);
    }

    @Override
    public void victim(Party victim) {
      barrier(victim).withdraw();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      Eventually.await(over);
      otherArrives(survivor);
    }
  }

  public static final class Reset extends WithBarrier {
    @Override
    public void victim(Party victim) {
      barrier(victim).reset();
    }

    @Override
    boolean wasReset() {
      return true;
    }
  }

  public static final class ResetOfABrokenOne extends WithBarrier {
    @Override
    public void prepareVictim(Party victim) {
      barrier(victim).register();
      barrier(victim).withdraw();
    }

    @Override
    public void victim(Party victim) {
      barrier(victim).reset();
      assertThat(barrier(victim).isBroken()).isFalse();
    }

    @Override
    boolean wasReset() {
      return true;
    }
  }

  /** Where the action was not run to its end, nobody was released. */
  public static final class ArriveLastAndAct extends WithBarrier {
    @Override
    public void victim(Party victim) throws Exception {
      SharedBarrier barrier = barrier(victim);
      barrier.setAction(() -> victim.counter("actions").increment());
      assertThat(arrive(barrier)).isTrue();
    }

    @Override
    public void check(Party survivor) throws Exception {
      boolean died = barrier(survivor).isBroken();
      SharedCounter actions = survivor.counter("actions");
      boolean alone = barrier(survivor).getNumberWaiting() == 1;
      assertThat(actions.get()).isBetween(died || alone ? 0L : 1L, 1L);
      super.check(survivor);
    }
  }

  public static final class FailInTheAction extends WithBarrier {
    @Override
    public void victim(Party victim) throws Exception {
      SharedBarrier barrier = barrier(victim);
      barrier.setAction(
          () -> {
            throw new IllegalStateException("as told");
          });
      try {
        arrive(barrier);
        throw new AssertionError("the action failed");
      } catch (IllegalStateException expected) {
        assertThat(barrier.isBroken()).isTrue();
      }
    }
  }

  public static final class GiveUpWaiting extends WithBarrier {
    private boolean diedWaiting;

    @Override
    public void prepare(Party survivor) {
      barrier(survivor);
    }

    @Override
    public void victim(Party victim) throws Exception {
      try {
        barrier(victim).await(Duration.ofMillis(1));
        throw new AssertionError("nobody else arrived");
      } catch (TimeoutException expected) {
        assertThat(barrier(victim).isBroken()).isTrue();
      }
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      Eventually.await(over);
      diedWaiting = barrier(survivor).getNumberWaiting() == 1;
    }

    /** Who died when it had arrived is not counted among those who are there. */
    @Override
    public void check(Party survivor) throws Exception {
      if (diedWaiting) {
        assertThat(barrier(survivor).isBroken()).isTrue();
      }
      otherArrives(survivor);
      super.check(survivor);
    }
  }
}
