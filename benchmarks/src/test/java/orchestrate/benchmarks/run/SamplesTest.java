package orchestrate.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void samplesStayInOrder() {
    Samples samples = Samples.parse(List.of("lock 3.5", "semaphore 1", "lock 2"));
    assertThat(samples.byMetric()).containsOnlyKeys("lock", "semaphore");
    assertThat(samples.byMetric().get("lock")).containsExactly(3.5, 2);
  }

  @Test
  void anythingElseIsAMistake() {
    for (String line : List.of("lock", "lock fast", "lock 1 2", "lock -1", "")) {
      assertThatThrownBy(() -> Samples.parse(List.of(line)))
          .hasMessage("not a sample, expected 'METRIC NANOSECONDS': '" + line + "'");
    }
  }
}
