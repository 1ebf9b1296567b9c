package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that deletes the logs of its run costs those logs, not the tasks that come after it. */
class DeletedRunFolderTest {
  @TempDir Path path;

  @Test
  void theOthersRunAndHaveLogs() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          delete: { run: "echo lost; rm -rf .orchestrate/runs/$ORCHESTRATE_RUN/logs" }
          each: { needs: delete, for-each: { range: 1..4 }, run: "echo $ORCHESTRATE_ITEM" }
        """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    assertThat(folder.log("each/3.1.log")).hasContent("4");
  }
}
