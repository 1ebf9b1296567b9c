package orchestrate.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
  private final DurationConverter converter = new DurationConverter();

  @Test
  void takesWhatJobFilesTake() {
    assertThat(converter.convert("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(converter.convert("36500d")).isEqualTo(Duration.ofDays(36_500));
  }

  @Test
  void refusesWhatNobodyWaitsFor() {
    assertThatThrownBy(() -> converter.convert("36501d"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'36501d' is too long: a duration is at most 36500d, a hundred years");
    assertThatThrownBy(() -> converter.convert("999999999999d999999999999h"))
        .hasMessageContaining("too long");
  }

  @Test
  void refusesANumberWithoutItsUnit() {
    assertThatThrownBy(() -> converter.convert("30"))
        .hasMessage("'30' is no duration; write 500ms, 30s, 5m or 1h30m");
  }
}
