package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has no room on the disk fails, and says so. */
class FullDiskTest {
  @TempDir Path path;

  /** The kernel's limit for a file stands for the disk's: the task sees the same failing write. */
  @Test
  void forTheOutputOfATask() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          big: { run: "echo start; ulimit -f 8; trap '' XFSZ; head -c 1000000 /dev/zero" }
          others: { for-each: { range: 1..5 }, run: "echo fine" }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output()).contains("FAILED big: exit code 1").contains("5 of 5 items");
    assertThat(folder.log("others/4.1.log")).hasContent("fine");
  }

  /**
   * The report is shown all the same: it is all that there is then. (A short run gives room back.)
   */
  @Test
  void forTheResult() throws Exception {
    try (var small = SmallFileSystem.mount(path.resolve("small"), 8_000)) {
      var folder = new JobFolder(small.path());
      folder.job(
          """
          version: "1"
          tasks:
            prints: { for-each: { range: 1..4 }, run: "head -c 5000000 /dev/zero" }
            lasts: { needs: { prints: completed }, run: sleep 1 }
            fill: { needs: lasts, run: "cat /dev/zero > rest || true" }
          """);

      Orchestrate.Result result = run(folder);

      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.output())
          .containsPattern("prints +failed +4 ")
          .contains("no room is left for what tasks print")
          .contains("1 failed");
      assertThat(result.errors())
          .containsPattern(
              "^orchestrate: can't write .*result.json: No space left on device; make ")
          .doesNotContain("Exception");
      assertThat(folder.runs().getLast().resolve("result.json.unfinished")).doesNotExist();
    }
  }

  /** Its room is free again for the rest of the run. */
  @Test
  void forArtifacts() throws Exception {
    try (var small = SmallFileSystem.mount(path.resolve("small"), 8_000)) {
      var folder = new JobFolder(small.path());
      folder.job(
          """
          version: "1"
          tasks:
            big: { run: "head -c 5000000 /dev/zero > big", artifacts: big }
            next: { needs: { big: completed }, run: "head -c 1000000 /dev/zero > next" }
          """);

      Orchestrate.Result result = run(folder);

      assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
      assertThat(result.output())
          .containsPattern(
              "FAILED big: it succeeded, but its artifacts can't be copied to .*/artifacts/big:"
                  + " No space left on device; make room there");
      assertThat(folder.resultOf("next")).isEqualTo("ok");
    }
  }

  /** What it can't write down it doesn't do. */
  @Test
  void forTheJournal() throws Exception {
    try (var small = SmallFileSystem.mount(path.resolve("small"), 8_000)) {
      var folder = new JobFolder(small.path());
      folder
          .task("Nothing", "", "")
          .job(
              """
              version: "1"
              tasks:
                fill: { run: "cat /dev/zero > rest || true" }
                more: { java: Nothing.java, for-each: { range: 1..100000 }, needs: fill }
              """);

      Orchestrate.Result result = run(folder);

      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.errors())
          .containsPattern(
              "the journal can't be written: .*/journal/[^ ]+: No space left on device; make ")
          .doesNotContain("Exception");
    }
  }

  /** Its shared memory is elsewhere. */
  private Orchestrate.Result run(JobFolder folder) throws Exception {
    var environment = Map.of("XDG_RUNTIME_DIR", Orchestrate.sharedMemory(path).toString());
    try (Orchestrate run = Orchestrate.start(folder.path(), environment, "run", "-j", "2")) {
      return run.await();
    }
  }
}
