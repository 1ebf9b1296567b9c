package orchestrate.worker.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogProbeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private void print(String text) throws IOException {
    Files.writeString(folder.resolve("log"), text, CREATE, APPEND);
  }

  private LogProbe probe(String text) {
    return new LogProbe(folder.resolve("log"), text);
  }

  @Test
  void saysWhatItHasNotSeen() throws IOException {
    try (LogProbe probe = probe("ready")) {
      assertThat(probe.lacking(PATIENCE))
          .isEqualTo("log: `ready` is not in the 0 bytes that it has printed");
      print("starting\nread");
      assertThat(probe.lacking(PATIENCE))
          .isEqualTo("log: `ready` is not in the 13 bytes that it has printed");
      print("y to accept");
      assertThat(probe.lacking(PATIENCE)).isNull();
    }
  }

  /** Also one whose beginning is in it once more. */
  @ParameterizedTest
  @CsvSource({"aab, aaab", "abab-abac, abab-abab-abac", "é läuft, es é é läuft.", "x, x"})
  void seesATextThatComesByteByByte(String text, String printed) throws IOException {
    byte[] bytes = printed.getBytes(UTF_8);
    try (LogProbe probe = probe(text)) {
      int seenAt = 0;
      for (int i = 0; i < bytes.length && seenAt == 0; i++) {
        Files.write(folder.resolve("log"), new byte[] {bytes[i]}, CREATE, APPEND);
        seenAt = probe.lacking(PATIENCE) == null ? i + 1 : 0;
      }
      int end = (printed.indexOf(text) + text.length());
      assertThat(seenAt).isEqualTo(printed.substring(0, end).getBytes(UTF_8).length);
    }
  }

  @Test
  void seesATextAcrossItsBuffers() throws IOException {
    String filler = "x".repeat((1 << 14) - 3);
    print(filler + "ready" + filler);
    try (LogProbe probe = probe("ready")) {
      assertThat(probe.lacking(PATIENCE)).isNull();
    }
  }

  @Test
  void readsOnWhereItsPatienceHasEnded() throws IOException {
    print("x".repeat(1 << 16) + "ready");
    try (LogProbe probe = probe("ready")) {
      int looks = 1;
      while (probe.lacking(Duration.ZERO) != null) {
        looks++;
      }
      assertThat(looks).isBetween(2, 5);
    }
  }
}
