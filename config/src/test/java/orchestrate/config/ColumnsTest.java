package orchestrate.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {
  private static final String RUNNER = "\uD83C\uDFC3"; // one character, two chars

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "täsk €", RUNNER, "a" + RUNNER + "b", RUNNER + RUNNER + "run: x"})
  void agreesWithCountingFromTheBeginning(String text) {
    agrees(text);
    agrees("-".repeat(255) + text.repeat(200));
  }

  private static void agrees(String text) {
    var columns = new Columns(1, text);
    int count = text.codePointCount(0, text.length());

    assertThat(columns.count()).isEqualTo(count);
    for (int character = 0; character <= count; character++) {
      int offset = text.offsetByCodePoints(0, character);
      assertThat(columns.offset(character)).isEqualTo(offset);
      assertThat(columns.before(offset)).isEqualTo(character);
    }
    assertThat(columns.offset(count + 7)).isEqualTo(text.length());
  }
}
