package orchestrate.coordinator.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0.000000001",
    "5000000, 0.005",
    "1000000000, 1",
    "1500000000, 1.5",
    "1000000001, 1.000000001",
    "10100000000, 10.1",
    "-250000000, -0.25",
    "1795989361000000000, 1795989361"
  })
  void writesSecondsWithoutZerosAtTheEnd(long nanos, String seconds) {
    assertThat(MetricsText.decimal(nanos)).isEqualTo(seconds);
  }
}
