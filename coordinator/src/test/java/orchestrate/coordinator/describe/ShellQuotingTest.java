package orchestrate.coordinator.describe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks a real shell what it makes of a quoted value. */
class ShellQuotingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        " ",
        "a b",
        "it's",
        "'",
        "''",
        "\"",
        "$(id)",
        "`id`",
        "$HOME",
        "\\",
        "a\nb",
        "-n",
        "*",
        "~",
        "ü€😀",
        "a;b|c&d>e<f(g)",
        "#x",
        "!x",
        "{a,b}",
        "\t",
        "'$(id)'"
      })
  void isOneWordAndJustThat(String value) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-eu", "-c", "printf '[%s]' " + ShellQuoting.quote(value)).start();
    String printed = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(printed).isEqualTo("[" + value + "]");
  }
}
