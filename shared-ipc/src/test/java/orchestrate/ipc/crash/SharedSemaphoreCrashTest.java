package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("thorough")
class SharedSemaphoreCrashTest {
  private static final int PERMITS = 5;

  @ParameterizedTest
  @ValueSource(
      classes = {
        TakeAndGiveBack.class,
        TryInVain.class,
        GiveUpWaiting.class,
        GiveUpWaitingInOrder.class,
        TakeOneWhileOthersWait.class,
        TakeManyWhileOthersWait.class,
        TakeManyInOrder.class,
        GiveToThoseWhoWait.class,
        GiveToThoseWhoWaitInOrder.class,
      })
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** In the end all permits are there again, no more and no less. */
  public abstract static class WithSemaphore implements Scenario {
    SemaphoreSpec spec() {
      return SemaphoreSpec.of(PERMITS);
    }

    final SharedSemaphore semaphore(Party party) {
      return party.semaphore("x", spec());
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
      assertThat(semaphore.waiting()).isEmpty();
      assertThat(semaphore.availablePermits() + semaphore.held()).isEqualTo(PERMITS);
      if (semaphore.held() > 0) {
        semaphore.release(semaphore.held());
      }
      semaphore.acquire(PERMITS);
      semaphore.release(PERMITS);
      assertThat(semaphore.holders()).isEmpty();
    }
  }

  public static final class TakeAndGiveBack extends WithSemaphore {
    @Override
    public void victim(Party victim) throws Exception {
      SharedSemaphore semaphore = semaphore(victim);
      semaphore.acquire();
      semaphore.acquire(3);
      semaphore.release();
      assertThat(semaphore.tryAcquire(2)).isTrue();
      semaphore.release(3);
    }
  }

  /** The survivor holds most. */
  public static final class TryInVain extends WithSemaphore {
    @Override
    public void prepare(Party survivor) throws Exception {
      semaphore(survivor).acquire(PERMITS - 1);
    }

    @Override
    public void victim(Party victim) throws Exception {
      SharedSemaphore semaphore = semaphore(victim);
      assertThat(semaphore.tryAcquire(2)).isFalse();
      assertThat(semaphore.tryAcquire(1)).isTrue();
      assertThat(semaphore.tryAcquire(2, Duration.ZERO)).isFalse();
    }
  }

  /** Another waits for less than the victim does, and gets it when that gives up or dies. */
  public static class GiveUpWaiting extends WithSemaphore {
    private @Nullable Fork<Boolean> other;

    @Override
    public void prepare(Party survivor) throws Exception {
      semaphore(survivor).acquire(PERMITS);
    }

    @Override
    public void victim(Party victim) throws Exception {
      assertThat(semaphore(victim).tryAcquire(2, Duration.ofMillis(1))).isFalse();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      SharedSemaphore semaphore = semaphore(survivor);
      Eventually.await(() -> semaphore.getQueueLength() > 0 || over.getAsBoolean());
      other = Fork.start(() -> takeAndGiveBack(semaphore, 1));
      semaphore.release(1);
    }

    @Override
    public void check(Party survivor) throws Exception {
      assertThat(requireNonNull(other).result()).isTrue();
      super.check(survivor);
    }
  }

  public static final class GiveUpWaitingInOrder extends GiveUpWaiting {
    @Override
    SemaphoreSpec spec() {
      return super.spec().inOrder();
    }
  }

  /** The victim waits first, so it is woken first; it dies before or after it takes the permit. */
  public static class TakeOneWhileOthersWait extends WithSemaphore {
    private @Nullable Fork<Boolean> other;

    int wanted() {
      return 1;
    }

    @Override
    public void prepare(Party survivor) throws Exception {
      semaphore(survivor).acquire(PERMITS);
    }

    @Override
    public void victim(Party victim) throws Exception {
      semaphore(victim).acquire(wanted());
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      SharedSemaphore semaphore = semaphore(survivor);
      Eventually.await(() -> semaphore.getQueueLength() > 0 || over.getAsBoolean());
      other = Fork.start(() -> takeAndGiveBack(semaphore, 1));
      Eventually.await(() -> semaphore.getQueueLength() > 1 || over.getAsBoolean());
      semaphore.release(wanted());
    }

    @Override
    public void check(Party survivor) throws Exception {
      assertThat(requireNonNull(other).result()).isTrue();
      super.check(survivor);
    }
  }

  public static class TakeManyWhileOthersWait extends TakeOneWhileOthersWait {
    @Override
    int wanted() {
      return 3;
    }
  }

  public static final class TakeManyInOrder extends TakeManyWhileOthersWait {
    @Override
    SemaphoreSpec spec() {
      return super.spec().inOrder();
    }
  }

  public static class GiveToThoseWhoWait extends WithSemaphore {
    private @Nullable Fork<Boolean> one;
    private @Nullable Fork<Boolean> many;

    @Override
    public void prepareVictim(Party victim) throws Exception {
      semaphore(victim).acquire(PERMITS);
      victim.event("holds all").set();
      victim.event("go").await();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) throws Exception {
      SharedSemaphore semaphore = semaphore(survivor);
      survivor.event("holds all").await();
      one = Fork.start(() -> takeAndGiveBack(semaphore, 1));
      many = Fork.start(() -> takeAndGiveBack(semaphore, PERMITS - 1));
      Eventually.await(() -> semaphore.getQueueLength() == 2);
      survivor.event("go").set();
    }

    @Override
    public void victim(Party victim) {
      semaphore(victim).release(1);
      semaphore(victim).release(PERMITS - 2);
    }

    @Override
    public void check(Party survivor) throws Exception {
      assertThat(requireNonNull(one).result()).isTrue();
      assertThat(requireNonNull(many).result()).isTrue();
      super.check(survivor);
    }
  }

  public static final class GiveToThoseWhoWaitInOrder extends GiveToThoseWhoWait {
    @Override
    SemaphoreSpec spec() {
      return super.spec().inOrder();
    }
  }

  private static boolean takeAndGiveBack(SharedSemaphore semaphore, int n)
      throws InterruptedException {
    semaphore.acquire(n);
    semaphore.release(n);
    return true;
  }
}
