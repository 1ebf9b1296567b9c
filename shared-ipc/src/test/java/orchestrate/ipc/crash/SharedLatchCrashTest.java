package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedLatchCrashTest {
  @ParameterizedTest
  @ValueSource(classes = {CountDown.class, Wait.class, GiveUpWaiting.class})
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** A latch of four, for which a thread of the survivor waits. */
  public abstract static class WithLatch implements Scenario {
    private @Nullable Fork<Boolean> other;

    static SharedLatch latch(Party party) {
      return party.latch("x", 4);
    }

    @Override
    public void prepare(Party survivor) throws Exception {
      SharedLatch latch = latch(survivor);
      other = Fork.start(() -> latch.await(Duration.ofHours(1)));
      Eventually.await(() -> latch.waiting().size() == 1);
    }

    @Override
    public void prepareVictim(Party victim) throws Exception {
      latch(victim);
    }

    /** What is left is counted down by the survivor, and no one else waits. */
    @Override
    public void check(Party survivor) throws Exception {
      SharedLatch latch = latch(survivor);
      latch.countDown((int) latch.getCount());
      assertThat(requireNonNull(other).result()).isTrue();
      assertThat(latch.waiting()).isEmpty();
    }
  }

  /** Each step is noted when it is done: the latch is at most one step ahead of that. */
  public static final class CountDown extends WithLatch {
    @Override
    public void victim(Party victim) {
      latch(victim).countDown();
      victim.counter("done").increment();
      latch(victim).countDown(3);
      victim.counter("done").add(3);
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedCounter done = survivor.counter("done");
      long counted = 4 - latch(survivor).getCount();
      assertThat(counted).isIn(done.get(), done.get() == 0 ? 1L : 4L);
      super.check(survivor);
    }
  }

  public static final class Wait extends WithLatch {
    @Override
    public void victim(Party victim) throws Exception {
      latch(victim).await();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      Eventually.await(() -> latch(survivor).waiting().size() == 2 || over.getAsBoolean());
      latch(survivor).countDown(4);
    }
  }

  public static final class GiveUpWaiting extends WithLatch {
    @Override
    public void victim(Party victim) throws Exception {
      assertThat(latch(victim).await(Duration.ofMillis(1))).isFalse();
    }
  }
}
