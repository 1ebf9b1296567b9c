package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a task does to its streams and its folder is its own affair. */
class StreamsOfTasksTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void aPipeThatNobodyReadsBlocksItsTaskUntilTheTimeout() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          stuck: { run: "yes | sleep 605", timeout: 500ms }
          others: { for-each: { range: 1..5 }, run: "true" }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output()).contains("FAILED stuck: ").contains("5 of 5 items");
    assertThat(folder.resultOf("others")).isEqualTo("ok");
  }

  @Test
  void closedStreams() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          closing: { run: "echo before; exec <&- >&- 2>&-; sleep 0.2" }
          after: { needs: closing, run: "echo after; cat" }
        """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("closing.1.log")).hasContent("before");
    assertThat(folder.log("after.1.log")).hasContent("after");
  }

  @Test
  void anotherFolder() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          away: { run: "cd /; pwd" }
          after: { needs: away, run: "pwd -P" }
        """);

    Orchestrate.run(path, "run", "-j", "1");

    assertThat(folder.log("away.1.log")).hasContent("/");
    assertThat(folder.log("after.1.log")).hasContent(path.toRealPath().toString());
  }
}
