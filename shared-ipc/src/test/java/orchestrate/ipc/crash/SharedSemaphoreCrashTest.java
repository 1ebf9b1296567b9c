package orchestrate.ipc.crash;

import static org.assertj.core.api.Assertions.assertThat;

import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.SharedSemaphore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedSemaphoreCrashTest {
  private static final int PERMITS = 5;

  @ParameterizedTest
  @ValueSource(classes = {AcquireAndRelease.class})
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** All permits are there again, and nobody is counted who doesn't wait. */
  public abstract static class OnSemaphore implements Scenario {
    static SharedSemaphore semaphore(Party party) {
      return party.semaphore("x", PERMITS);
    }

    @Override
    public void prepare(Party survivor) throws Exception {
      semaphore(survivor);
    }

    @Override
    public void prepareVictim(Party victim) throws Exception {
      semaphore(victim);
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedSemaphore semaphore = semaphore(survivor);
      assertThat(semaphore.availablePermits() + semaphore.held()).isEqualTo(PERMITS);
      semaphore.acquire(PERMITS - semaphore.held());
      semaphore.release(PERMITS);
    }
  }

  public static final class AcquireAndRelease extends OnSemaphore {
    @Override
    public void victim(Party victim) throws Exception {
      SharedSemaphore semaphore = semaphore(victim);
      semaphore.acquire(3);
      semaphore.acquire();
      semaphore.release(2);
      semaphore.release(2);
    }
  }
}
