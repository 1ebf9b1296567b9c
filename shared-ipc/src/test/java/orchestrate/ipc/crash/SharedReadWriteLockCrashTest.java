package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedReadWriteLock;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("LockNotBeforeTry") // who dies inside unlocks nothing
@Tag("thorough")
class SharedReadWriteLockCrashTest {
  @ParameterizedTest
  @ValueSource(
      classes = {WriteAndGoOnReading.class, WriteAfterAReader.class, ReleaseToThoseWhoWait.class})
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** In the end nobody has the lock, and whoever died writing is known. */
  public abstract static class WithLock implements Scenario {
    private final List<Fork<Boolean>> others = new ArrayList<>();

    static SharedReadWriteLock lock(Party party) {
      return party.readWriteLock("x");
    }

    /** Odd while the victim writes: at most one step late. */
    static SharedCounter marks(Party party) {
      return party.counter("marks");
    }

    final void otherWaits(Lock lock) {
      others.add(
          Fork.start(
              () -> {
                lock.lock();
                lock.unlock();
                return true;
              }));
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
      SharedReadWriteLock lock = lock(survivor);
      for (Fork<Boolean> other : others) {
        assertThat(requireNonNull(other).result()).isTrue();
      }
      lock.readLock().lock();
      if (marks(survivor).get() % 2 != 0) {
        assertThat(lock.abandonedBy()).isPresent();
      }
      lock.readLock().unlock();
      lock.writeLock().lock();
      lock.markConsistent();
      assertThat(lock.abandonedBy()).isEmpty();
      lock.writeLock().unlock();
      assertThat(lock.holders()).isEmpty();
      assertThat(lock.waiting()).isEmpty();
    }

    static void write(Party party) {
      lock(party).writeLock().lock();
      marks(party).increment();
      marks(party).increment();
    }
  }

  public static final class WriteAndGoOnReading extends WithLock {
    @Override
    public void victim(Party victim) {
      write(victim);
      lock(victim).readLock().lock();
      lock(victim).writeLock().unlock();
      lock(victim).readLock().unlock();
    }
  }

  /** The victim waits to write while the survivor reads, and another reader waits behind it. */
  public static final class WriteAfterAReader extends WithLock {
    @Override
    public void prepare(Party survivor) throws Exception {
      super.prepare(survivor);
      lock(survivor).readLock().lock();
    }

    @Override
    public void victim(Party victim) {
      write(victim);
      lock(victim).writeLock().unlock();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      SharedReadWriteLock lock = lock(survivor);
      Eventually.await(() -> lock.getQueueLength() > 0 || over.getAsBoolean());
      otherWaits(lock.readLock());
      Eventually.await(() -> lock.getQueueLength() > 1 || over.getAsBoolean());
      lock.readLock().unlock();
    }
  }

  /** A reader and a writer wait for the victim to go from writing to reading, and then to leave. */
  public static final class ReleaseToThoseWhoWait extends WithLock {
    @Override
    public void prepareVictim(Party victim) throws Exception {
      lock(victim).writeLock().lock();
      lock(victim).readLock().lock();
      victim.event("locked").set();
      victim.event("go").await();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) throws Exception {
      survivor.event("locked").await();
      SharedReadWriteLock lock = lock(survivor);
      otherWaits(lock.readLock());
      Eventually.await(() -> lock.getQueueLength() == 1);
      otherWaits(lock.writeLock());
      Eventually.await(() -> lock.getQueueLength() == 2);
      survivor.event("go").set();
    }

    @Override
    public void victim(Party victim) {
      lock(victim).writeLock().unlock();
      lock(victim).readLock().unlock();
    }
  }
}
