package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are joined by pipes run at the same time, and go well together or not at all. */
class PipeTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  /** A pipe holds 64 KiB: a writer of more can't be done before anybody reads. */
  @Test
  void aStreamGoesThroughAllOfThem() throws Exception {
    folder.job(
        """
        version: "1"
        workers: { recycle: { after-tasks: 1 } }
        tasks:
          write: { run: "head -c 50000000 /dev/zero; echo done >&2; touch written" }
          letters: { pipe-from: write, run: "tr '\\\\0' x" }
          count: { pipe-from: letters, run: "test ! -e written; wc -c; test -e written" }

          endless: { run: "echo lines=many >> $ORCHESTRATE_OUTPUT; yes" }
          first: { pipe-from: endless, run: [head, "-1"] }
          report:
            needs: [endless, first]
            run: "echo there were ${{ tasks.endless.outputs.lines }} lines"

          mine: { run: "ls /proc/self/fd >&2" }
          yours: { pipe-from: mine, run: "ls /proc/self/fd; cat" }
          others: { for-each: { range: 1..50 }, run: "ls /proc/self/fd" }
        """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "4");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .as("all of a pipeline are in one worker")
        .doesNotContain(" recycled: ");
    assertThat(folder.log("count.1.log")).hasContent("50000000");
    assertThat(folder.log("write.1.log")).hasContent("done");
    assertThat(folder.log("letters.1.log")).doesNotExist();
    assertThat(folder.log("first.1.log")).hasContent("y");
    assertThat(folder.log("report.1.log")).hasContent("there were many lines");
    assertThat(folder.log("mine.1.log")).hasContent("0\n1\n2\n3");
    assertThat(folder.log("yours.1.log")).hasContent("0\n1\n2\n3");
    for (int other = 0; other < 50; other++) {
      assertThat(folder.log("others/" + other + ".1.log")).hasContent("0\n1\n2\n3");
    }
  }

  @Test
  void noneGoesWellIfOneFails() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          breaks: { run: "echo some; exit 3" }
          counts: { pipe-from: breaks, run: "wc -l > count" }
          after: { needs: counts, run: "true" }

          silent: { run: "sleep 604" }
          missing: { pipe-from: silent, run: [no-such-program] }
          deep: { pipe-from: missing, run: "cat; sleep 604" }

          patient: { run: "sleep 604" }
          hasty: { pipe-from: patient, run: "cat", timeout: 500ms }

          stumbles:
            run: "echo $ORCHESTRATE_ATTEMPT; test $ORCHESTRATE_ATTEMPT = 2"
            retry: { max: 2, on-exit: 1 }
          keeps: { pipe-from: stumbles, run: "cat >> kept", retry: { max: 2, on-exit: 1 } }
        """);

    try (Orchestrate run = Orchestrate.start(path, "run", "-j", "3")) {
      Orchestrate.Result result = run.await();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output())
          .contains("FAILED breaks: exit code 3")
          .contains("FAILED counts: the pipeline failed: breaks: exit code 3")
          .contains("skipped: needs counts, which failed")
          .contains("FAILED missing: program `no-such-program` was not found")
          .contains("FAILED silent: the pipeline failed: missing: program `no-such-program`")
          .contains("FAILED deep: the pipeline failed: missing: program `no-such-program`")
          .contains("FAILED hasty: timed out: ")
          .contains("FAILED patient: the pipeline failed: hasty: timed out: ")
          .contains(": 2 ok, 7 failed, 1 skipped of 10 tasks");
      assertThat(run.processes()).isEmpty();
    }
    assertThat(folder.lines("kept")).containsExactly("1", "2");
    assertThat(folder.text("count").strip()).isEqualTo("1");
  }

  @Test
  void isTriedAgainAsAWholeWhenItsWorkerDies() throws Exception {
    folder.job(
        """
        version: "1"
        defaults: { retry: 1 }
        tasks:
          write: { run: "echo $ORCHESTRATE_ATTEMPT" }
          read: { pipe-from: write, run: "cat >> read; touch waits; test $ORCHESTRATE_ATTEMPT = 2 || sleep 604" }
        """);

    try (Orchestrate run = folder.start()) {
      Await.file(path.resolve("waits"));
      run.workers().forEach(ProcessHandle::destroyForcibly);
      Orchestrate.Result result = run.await();

      assertThat(result.exitCode()).as(result.output()).isZero();
      assertThat(run.processes()).isEmpty();
    }
    assertThat(folder.lines("read")).containsExactly("1", "2");
  }

  @Test
  void isStoppedAsAWhole() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          quick: { run: "echo quick" }
          slow: { pipe-from: quick, run: "cat; touch waits; sleep 604" }
          after: { needs: quick, run: "touch never" }
        """);

    try (Orchestrate run = folder.start()) {
      Await.file(path.resolve("waits"));
      run.signal("INT");
      Orchestrate.Result result = run.await();

      assertThat(result.exitCode()).isEqualTo(130);
      assertThat(result.output())
          .as("quick had ended, but not its pipeline")
          .contains("3 cancelled of 3 tasks; stopped by SIGINT");
      assertThat(run.processes()).isEmpty();
    }
    assertThat(folder.has("never")).isFalse();
    assertThat(folder.sessions()).isEmpty();
  }

  @Test
  void nothingOutlivesTheCoordinator() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          write: { run: "yes" }
          read: { pipe-from: write, run: "head -1000 > /dev/null; touch reading; sleep 604" }
        """);

    try (Orchestrate run = folder.start()) {
      Await.file(path.resolve("reading"));
      run.signal("KILL");
      Await.until("the end of everything", () -> run.processes().isEmpty());
    }
  }
}
