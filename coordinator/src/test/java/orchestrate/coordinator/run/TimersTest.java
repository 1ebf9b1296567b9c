package orchestrate.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers timers = new Timers();
  private final List<String> fired = new ArrayList<>();

  @Test
  void firesWhatIsDueInItsOrderAndNothingElse() {
    timers.after(Duration.ofHours(1), () -> fired.add("later"));
    timers.after(Duration.ZERO, () -> fired.add("first"));
    timers.after(Duration.ZERO, () -> fired.add("second"));
    Timers.Timer cancelled = timers.after(Duration.ZERO, () -> fired.add("cancelled"));
    timers.cancel(cancelled);
    timers.fire();
    assertThat(fired).containsExactly("first", "second");
    assertThat(timers.next().expired()).isFalse();
    assertThat(timers.next().isNever()).isFalse();
  }

  @Test
  void anActionMaySetFurtherTimers() {
    timers.after(Duration.ZERO, () -> timers.after(Duration.ZERO, () -> fired.add("nested")));
    timers.fire();
    timers.fire();
    assertThat(fired).containsExactly("nested");
    assertThat(timers.next().isNever()).isTrue();
  }
}
