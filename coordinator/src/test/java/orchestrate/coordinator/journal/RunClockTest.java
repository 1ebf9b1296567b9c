package orchestrate.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunClockTest {
  private long timeOfDayMillis = 1_800_000_000_000L;
  private long nanos = Long.MAX_VALUE - 5; // it may overflow

  private final RunClock clock = new RunClock(() -> timeOfDayMillis, () -> nanos);

  @Test
  void goesOnFromTheTimeOfDay() {
    nanos += TimeUnit.SECONDS.toNanos(90);

    assertThat(clock.millis()).isEqualTo(1_800_000_090_000L);
  }

  @Test
  void doesNotJumpWithIt() {
    timeOfDayMillis -= TimeUnit.DAYS.toMillis(3);
    nanos += TimeUnit.MILLISECONDS.toNanos(1);

    assertThat(clock.millis()).isEqualTo(1_800_000_000_001L);
  }
}
