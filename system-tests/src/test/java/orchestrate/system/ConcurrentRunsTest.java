package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the same job at the same time share its folder and nothing else. */
class ConcurrentRunsTest {
  @TempDir Path path;

  @Test
  void leaveEachOtherAlone() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task("Say", "", "context.output(\"pid\", ProcessHandle.current().pid());")
        .job(
            """
            version: "1"
            tasks:
              say: { java: Say.java }
              show: { needs: say, run: "echo ${{ tasks.say.outputs.pid }} >> pids; while test $(wc -l < pids) -lt 2; do sleep 0.02; done" }
            """);

    try (Orchestrate one = folder.start();
        Orchestrate other = folder.start()) {
      assertThat(one.await().exitCode()).as(one.output()).isZero();
      assertThat(other.await().exitCode()).as(other.output()).isZero();
    }

    assertThat(folder.lines("pids")).hasSize(2).doesNotHaveDuplicates();
    assertThat(folder.runs()).hasSize(2);
    assertThat(folder.sessions()).isEmpty();
  }
}
