package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code stream}. */
class StreamTest {
  @TempDir Path path;

  @Test
  void countsWhatWentThroughThePipes() throws Exception {
    Files.copy(Orchestrate.projectFile("examples/stream/job.yaml"), path.resolve("job.yaml"));

    Orchestrate.Result result = Orchestrate.run(path, "run", "-p", "requests=100000");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("| 1030 of 100000 requests failed\n");
  }
}
