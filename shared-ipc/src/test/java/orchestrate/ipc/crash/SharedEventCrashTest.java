package orchestrate.ipc.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedEventCrashTest {
  @ParameterizedTest
  @ValueSource(classes = {SetIt.class, SetAndClearIt.class, AwaitIt.class, GiveUpWaiting.class})
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** Somebody waits all the time. */
  public abstract static class WithEvent implements Scenario {
    private @Nullable Fork<Boolean> waiting;

    static SharedEvent event(Party party) {
      return party.event("x");
    }

    final boolean isReleased() throws Exception {
      return requireNonNull(waiting).result();
    }

    @Override
    public void prepare(Party survivor) throws Exception {
      SharedEvent event = event(survivor);
      waiting =
          Fork.start(
              () -> {
                event.await();
                return true;
              });
      Eventually.await(() -> event.waiting().size() == 1);
    }

    @Override
    public void prepareVictim(Party victim) throws Exception {
      event(victim);
    }

    @Override
    public void check(Party survivor) throws Exception {
      SharedEvent event = event(survivor);
      event.set();
      assertThat(isReleased()).isTrue();
      assertThat(event.await(Duration.ZERO)).isTrue();
      event.clear();
      assertThat(event.await(Duration.ZERO)).isFalse();
    }
  }

  public static final class SetIt extends WithEvent {
    @Override
    public void victim(Party victim) {
      event(victim).set();
    }

    @Override
    public void check(Party survivor) throws Exception {
      if (event(survivor).isSet()) {
        assertThat(isReleased()).isTrue();
      }
      super.check(survivor);
    }
  }

  /** Who waits is to be released by the first setting, which may not be seen any more. */
  public static final class SetAndClearIt extends WithEvent {
    @Override
    public void victim(Party victim) {
      event(victim).set();
      event(victim).clear();
      victim.event("was set").set();
    }

    @Override
    public void check(Party survivor) throws Exception {
      if (event(survivor).isSet() || survivor.event("was set").isSet()) {
        assertThat(isReleased()).isTrue();
      }
      super.check(survivor);
    }
  }

  public static final class AwaitIt extends WithEvent {
    @Override
    public void victim(Party victim) throws Exception {
      event(victim).await();
    }

    @Override
    public void meanwhile(Party survivor, BooleanSupplier over) {
      SharedEvent event = event(survivor);
      Eventually.await(() -> event.waiting().size() > 1 || over.getAsBoolean());
      event.set();
    }
  }

  public static final class GiveUpWaiting extends WithEvent {
    @Override
    public void victim(Party victim) throws Exception {
      assertThat(event(victim).await(Duration.ofMillis(1))).isFalse();
    }
  }
}
