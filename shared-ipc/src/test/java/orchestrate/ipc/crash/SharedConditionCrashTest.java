package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.LockSpec;
import orchestrate.ipc.sync.SharedCondition;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("LockNotBeforeTry") // who dies inside unlocks nothing
class SharedConditionCrashTest {
  @ParameterizedTest
  @ValueSource(classes = {Take.class, TakeOrGiveUp.class, Put.class, PutForAll.class})
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** Items that are put and taken; a thread of the survivor waits for one. */
  public abstract static class WithItems implements Scenario {
    private @Nullable Fork<Boolean> other;

    static SharedLock lock(Party party) {
      return party.lock("x", LockSpec.unfair());
    }

    static SharedCondition filled(Party party) {
      return lock(party).condition(3);
    }

    static SharedCounter items(Party party) {
      return party.counter("items");
    }

    final void otherTakes(Party survivor) {
      other =
          Fork.start(
              () -> {
                take(survivor);
                return true;
              });
    }

    static void take(Party party) throws InterruptedException {
      lock(party).lock();
      while (items(party).get() == 0) {
        filled(party).await();
      }
      items(party).add(-1);
      lock(party).unlock();
    }

    static void put(Party party) {
      lock(party).lock();
      items(party).increment();
      filled(party).signal();
      lock(party).unlock();
    }

    @Override
    public void prepare(Party survivor) throws Exception {
      lock(survivor);
      items(survivor);
    }

    @Override
    public void prepareVictim(Party victim) throws Exception {
      lock(victim);
      items(victim);
    }

    /** If there is an item, the other needs no further signal to take it. */
    @Override
    public void check(Party survivor) throws Exception {
      Fork<Boolean> waiting = requireNonNull(other);
      Eventually.await(() -> waiting.isDone() || items(survivor).get() == 0 || isStuck(survivor));
      if (items(survivor).get() == 0) {
        put(survivor);
      }
      assertThat(waiting.result()).isTrue();
      assertThat(filled(survivor).waiting()).isEmpty();
      assertThat(lock(survivor).isLocked()).isFalse();
    }

    /** It waits though there is an item: it will be found to hang. */
    private static boolean isStuck(Party survivor) {
      return items(survivor).get() > 0 && !filled(survivor).waiting().isEmpty();
    }
  }

  /** The victim waits first, so the signal is for it. */
  public static class Take extends WithItems {
    private @Nullable Fork<Boolean> putting;

    @Override
    public void victim(Party victim) throws Exception {
      take(victim);
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      Eventually.await(() -> waiting(survivor) > 0 || over.getAsBoolean());
      int before = waiting(survivor);
      otherTakes(survivor);
      Eventually.await(() -> waiting(survivor) > before || over.getAsBoolean());
      // Not here: the victim may have died with the lock, and be recovered only after this.
      putting =
          Fork.start(
              () -> {
                put(survivor);
                return true;
              });
    }

    @Override
    public void check(Party survivor) throws Exception {
      assertThat(requireNonNull(putting).result()).isTrue();
      super.check(survivor);
    }

    private static int waiting(Party survivor) {
      return filled(survivor).waiting().size();
    }
  }

  public static final class TakeOrGiveUp extends Take {
    @Override
    public void victim(Party victim) throws Exception {
      lock(victim).lock();
      Duration allowed = Duration.ofMillis(1);
      while (items(victim).get() == 0 && filled(victim).await(allowed)) {
        allowed = Duration.ZERO;
      }
      if (items(victim).get() > 0) {
        items(victim).add(-1);
      }
      lock(victim).unlock();
    }
  }

  public static class Put extends WithItems {
    @Override
    public void prepare(Party survivor) throws Exception {
      super.prepare(survivor);
      otherTakes(survivor);
      Eventually.await(() -> filled(survivor).waiting().size() == 1);
    }

    @Override
    public void victim(Party victim) {
      put(victim);
    }
  }

  public static final class PutForAll extends Put {
    @Override
    public void victim(Party victim) {
      lock(victim).lock();
      items(victim).add(2);
      filled(victim).signalAll();
      lock(victim).unlock();
    }
  }
}
