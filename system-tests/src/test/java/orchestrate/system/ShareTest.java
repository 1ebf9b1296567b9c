package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that share the cores have together one task for each, and each has one in any case. */
class ShareTest {
  private static final int CORES = 3;

  @TempDir Path path;

  /** Whatever this machine has. */
  private Orchestrate start(String job) throws IOException {
    return Orchestrate.start(
        path,
        Map.of("JAVA_TOOL_OPTIONS", "-XX:ActiveProcessorCount=" + CORES),
        "run",
        "--share",
        job);
  }

  @Test
  void haveNoMoreTasksThanThereAreCores() throws Exception {
    var folder =
        new JobFolder(path)
            .job(
                """
                version: "1"
                workers: { count: 4 }
                tasks:
                  visit:
                    for-each: { range: 1..20 }
                    run: "echo +1 >> visits; until test $(grep -c + visits) -ge 2; do sleep 0.02; done; sleep 0.05; echo -1 >> visits"
                """);

    try (Orchestrate one = start("job.yaml");
        Orchestrate other = start("job.yaml")) {
      assertThat(one.await().exitCode()).as(one.output()).isZero();
      assertThat(other.await().exitCode()).as(other.output()).isZero();
    }

    assertThat(folder.lines("visits")).hasSize(80);
    // The permits are one less than the cores, and each of the two has one task without.
    assertThat(Visits.mostAtOnce(folder.lines("visits"))).isBetween(2, CORES - 1 + 2);
  }

  @Test
  void getWhatARunHeldThatWasKilled() throws Exception {
    var folder =
        new JobFolder(path)
            .file(
                "first.yaml",
                """
                version: "1"
                tasks: { stay: { for-each: { range: 1..3 }, run: "touch first.${{ item }}; exec sleep 604" } }
                """)
            .file(
                "second.yaml",
                """
                version: "1"
                tasks:
                  meet:
                    for-each: { range: 1..3 }
                    run: "touch second.${{ item }}; until test -e second.1 -a -e second.2 -a -e second.3; do sleep 0.02; done"
                """);

    try (Orchestrate first = start("first.yaml")) {
      Await.until(
          "all three of the first",
          () -> folder.has("first.1") && folder.has("first.2") && folder.has("first.3"));
      try (Orchestrate second = start("second.yaml")) {
        Await.file(path.resolve("second.1"));
        assertThat(folder.has("second.2")).as("the first run has all permits").isFalse();
        first.signal("KILL");
        assertThat(second.await().exitCode()).as(second.output()).isZero();
      }
    }
  }
}
