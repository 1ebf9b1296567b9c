package orchestrate.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  private void measure(long nanos, int times) {
    for (int i = 0; i < times; i++) {
      var _ = pace.measured(nanos);
    }
  }

  @Test
  void nothingWaitsBehindWhatIsUnknownOrLong() {
    assertThat(pace.ahead(1)).isZero();
    assertThat(pace.measured(5_000_000)).isFalse();
    assertThat(pace.ahead(1)).isZero();
  }

  @Test
  void theShorterTheDeeperUpToALimit() {
    measure(100_000, 1);
    assertThat(pace.ahead(1)).isEqualTo(40);
    measure(10, 500);
    assertThat(pace.ahead(1)).isBetween(2000, 4000);
  }

  @Test
  void aSlowFirstOneIsSoonForgottenAndALongOneSoonFelt() {
    measure(30_000_000, 1);
    measure(1_000, 100);
    assertThat(pace.ahead(1)).isGreaterThan(500);
    measure(1_000_000_000, 1);
    assertThat(pace.ahead(1)).isZero();
  }

  @Test
  void tellsOfLargeChangesOnly() {
    assertThat(pace.measured(100_000)).isTrue();
    assertThat(pace.measured(90_000)).isFalse();
    assertThat(pace.measured(120_000)).isFalse();
  }

  @Test
  void howeverManyLanesThereAreNoMoreWaitThanCanBeHandedOut() {
    measure(100_000, 1);
    assertThat(pace.ahead(256)).isEqualTo(256 * 40);
    measure(10, 500);
    assertThat(pace.ahead(16)).isGreaterThan(16_000);
    assertThat(pace.ahead(256)).isEqualTo(Pace.MOST_AHEAD);
    assertThat(pace.ahead(Integer.MAX_VALUE)).isEqualTo(Pace.MOST_AHEAD);
  }
}
