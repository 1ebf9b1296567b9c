package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrchestrateTest {
  @TempDir Path folder;

  @Test
  void runsAJobAndTellsHowItEnded() throws Exception {
    Files.writeString(
        folder.resolve("job.yaml"),
        """
        version: "1"
        tasks:
          greet: { run: echo hello from a task }
        """);

    Orchestrate.Result result = Orchestrate.run(folder, "run");

    assertThat(result.errors()).isEmpty();
    assertThat(result.output()).contains("hello from a task");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void anUnknownCommandIsBadInput() throws Exception {
    Orchestrate.Result result = Orchestrate.run(folder, "rum");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors()).contains("rum");
    assertThat(result.output()).isEmpty();
  }
}
