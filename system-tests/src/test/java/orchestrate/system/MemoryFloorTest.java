package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short of memory, a run has one task at a time. */
class MemoryFloorTest {
  @TempDir Path path;

  @Test
  void tasksAreHeldBackUnderTheFloor() throws Exception {
    var folder =
        new JobFolder(path)
            .job(
                """
                version: "1"
                workers: { memory-floor: 1% }
                tasks:
                  visit:
                    for-each: { range: 1..4 }
                    run: "echo +1 >> visits; until test -e go; do sleep 0.02; done; echo -1 >> visits"
                """);

    // No machine has that much free: somebody runs this test.
    try (Orchestrate run = folder.start("--memory-floor", "99%")) {
      Await.until("a word on it", () -> run.output().contains("holding back: "));
      folder.file("go", "");
      assertThat(run.await().exitCode()).as(run.output()).isZero();
      assertThat(run.output()).containsOnlyOnce("holding back: ");
    }
    assertThat(Visits.mostAtOnce(folder.lines("visits"))).isOne();
  }

  @Test
  void aFloorIsASizeOrAShare() throws Exception {
    var folder =
        new JobFolder(path)
            .job("version: \"1\"\nworkers: { memory-floor: 512 }\ntasks: { a: { run: x } }\n");

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors())
        .contains("expected a size such as `512m`, a share such as `5%`, or `0`, found `512`");
    assertThat(folder.run("--memory-floor", "much").errors()).contains("'much' is no amount");
  }
}
