package orchestrate.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path folder;

  private Path log(String text) throws IOException {
    return Files.writeString(folder.resolve("log"), text);
  }

  @Test
  void aSilentTaskHasNone() throws IOException {
    assertThat(LogTail.of(folder.resolve("none"), 5)).isEmpty();
  }

  @Test
  void givesTheLastLines() throws IOException {
    assertThat(LogTail.of(log("1\n2\n3\n"), 2)).containsExactly("2", "3");
    assertThat(LogTail.of(log("1"), 2)).containsExactly("1");
  }

  @Test
  void readsLittleOfALongLogAndCutsLongLines() throws IOException {
    assertThat(LogTail.of(log("x".repeat(1_000_000)), 5)).containsExactly("x".repeat(300) + "...");
  }

  @Test
  void isHarmlessForATerminal() throws IOException {
    assertThat(LogTail.of(log("\u001b[31mred\u0007\r\n"), 5)).containsExactly("\\x1b[31mred\\x07");
  }
}
