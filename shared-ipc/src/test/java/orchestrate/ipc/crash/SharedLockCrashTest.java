package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.LockSpec;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("LockNotBeforeTry") // who dies inside unlocks nothing
class SharedLockCrashTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        LockAndUnlock.class,
        UnlockToOneWhoWaits.class,
        UnlockInOrder.class,
        WaitBeforeAnother.class,
        WaitInOrder.class,
        GiveUpWaiting.class,
      })
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** In the end the lock is free, and whoever died inside is known. */
  public abstract static class WithLock implements Scenario {
    private @Nullable Fork<Boolean> other;

    LockSpec spec() {
      return LockSpec.unfair();
    }

    final SharedLock lock(Party party) {
      return party.lock("x", spec());
    }

    /** Odd while the victim is inside: at most one step late. */
    static SharedCounter marks(Party party) {
      return party.counter("marks");
    }

    final void otherWaits(Party survivor) {
      SharedLock lock = lock(survivor);
      other =
          Fork.start(
              () -> {
                lock.lock();
                lock.unlock();
                return true;
              });
    }

    @Override
    public void prepare(Party survivor) throws Exception {
      lock(survivor);
      marks(survivor);
    }

    @Override
    public void prepareVictim(Party victim) throws Exception {
      lock(victim);
      marks(victim);
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedLock lock = lock(survivor);
      if (other != null) {
        assertThat(requireNonNull(other).result()).isTrue();
      }
      lock.lock();
      if (marks(survivor).get() % 2 != 0) {
        assertThat(lock.abandonedBy()).isPresent();
      }
      lock.markConsistent();
      assertThat(lock.abandonedBy()).isEmpty();
      lock.unlock();
      assertThat(lock.isLocked()).isFalse();
      assertThat(lock.waiting()).isEmpty();
    }
  }

  public static final class LockAndUnlock extends WithLock {
    @Override
    public void victim(Party victim) {
      SharedLock lock = lock(victim);
      lock.lock();
      marks(victim).increment();
      lock.lock();
      lock.unlock();
      marks(victim).increment();
      lock.unlock();
      assertThat(lock.tryLock()).isTrue();
      lock.unlock();
    }
  }

  public static class UnlockToOneWhoWaits extends WithLock {
    @Override
    public void prepareVictim(Party victim) throws Exception {
      lock(victim).lock();
      victim.event("locked").set();
      victim.event("go").await();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) throws Exception {
      survivor.event("locked").await();
      otherWaits(survivor);
      Eventually.await(() -> lock(survivor).getQueueLength() == 1);
      survivor.event("go").set();
    }

    @Override
    public void victim(Party victim) {
      lock(victim).unlock();
    }
  }

  public static final class UnlockInOrder extends UnlockToOneWhoWaits {
    @Override
    LockSpec spec() {
      return LockSpec.inOrder();
    }
  }

  /** The victim waits first, so it is woken first; it dies before or after it gets the lock. */
  public static class WaitBeforeAnother extends WithLock {
    @Override
    public void prepare(Party survivor) throws Exception {
      super.prepare(survivor);
      lock(survivor).lock();
    }

    @Override
    public void victim(Party victim) throws Exception {
      lock(victim).lock();
      marks(victim).increment();
      marks(victim).increment();
      lock(victim).unlock();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      SharedLock lock = lock(survivor);
      Eventually.await(() -> lock.getQueueLength() > 0 || over.getAsBoolean());
      otherWaits(survivor);
      Eventually.await(() -> lock.getQueueLength() > 1 || over.getAsBoolean());
      lock.unlock();
    }
  }

  public static final class WaitInOrder extends WaitBeforeAnother {
    @Override
    LockSpec spec() {
      return LockSpec.inOrder();
    }
  }

  public static final class GiveUpWaiting extends WaitBeforeAnother {
    @Override
    LockSpec spec() {
      return LockSpec.inOrder();
    }

    @Override
    public void victim(Party victim) throws Exception {
      if (lock(victim).tryLock(Duration.ofMillis(1))) {
        lock(victim).unlock();
      }
    }
  }
}
