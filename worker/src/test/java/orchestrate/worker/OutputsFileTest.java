package orchestrate.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsFileTest {
  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = folder.resolve("outputs");
  }

  @Test
  void noFileMeansNoOutputs() throws IOException {
    assertThat(OutputsFile.take(file)).isEmpty();
  }

  @Test
  void takesKeysAndValuesAndDeletesTheFile() throws IOException {
    Files.writeString(file, "a=1\n\nb = two=2 \nempty=\n");
    assertThat(OutputsFile.take(file))
        .containsEntry("a", "1")
        .containsEntry("b", " two=2 ")
        .containsEntry("empty", "")
        .hasSize(3);
    assertThat(file).doesNotExist();
  }

  @Test
  void namesTheLineThatMakesNoSense() throws IOException {
    Files.writeString(file, "a=1\nnonsense\n");
    assertThatThrownBy(() -> OutputsFile.take(file))
        .hasMessage("line 2 of $ORCHESTRATE_OUTPUT is not KEY=VALUE: nonsense");
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesMoreThanAnEventCanCarry() throws IOException {
    Files.writeString(file, "a=" + "x".repeat(20_000));
    assertThatThrownBy(() -> OutputsFile.take(file))
        .hasMessage(
            "it gave outputs of 20,002 bytes, the limit is 16,000; write them to a file and give"
                + " its name");
  }
}
