package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A failed task is tried again as often as the job file says, and no more. */
class RetryTest {
  @TempDir Path path;

  @Test
  void untilItSucceedsOrTheAttemptsAreUsedUp() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task(
            "Third",
            "",
            """
            if (context.attempt() < 3) {
              throw new IOException("not yet: " + context.attempt());
            }
            """)
        .job(
            """
            version: "1"
            tasks:
              delayed:
                retry: { max: 2, delay: 1s }
                run: date +%s%3N >> times; test $ORCHESTRATE_ATTEMPT = 2
              java: { retry: 2, java: Third.java }
              exhausted: { retry: 2, run: "echo attempt $ORCHESTRATE_ATTEMPT; exit 9" }
              item: { retry: 1, for-each: { list: [a, b] }, run: "test ${{ item }}$ORCHESTRATE_ATTEMPT != b1" }
              dependent: { needs: exhausted, run: "true" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(folder.lines("times").stream().mapToLong(Long::parseLong).toArray())
        .hasSize(2)
        .satisfies(times -> assertThat(times[1] - times[0]).isGreaterThanOrEqualTo(1000));
    assertThat(result.output())
        .contains("attempt 1: exit code 1; trying again\n")
        .contains("attempt 1: java.io.IOException: not yet: 1; trying again\n")
        .contains("attempt 2: java.io.IOException: not yet: 2; trying again\n")
        .contains("attempt 1 of item 1: exit code 1; trying again\n")
        .contains("FAILED exhausted: exit code 9\n    | attempt 3\n")
        .contains("dependent  skipped: needs exhausted, which failed\n");
    assertThat(folder.log("exhausted.1.log")).hasContent("attempt 1");
    assertThat(folder.log("exhausted.3.log")).hasContent("attempt 3");
    assertThat(folder.result().get("tasks").get(2).get("retries").asInt()).isEqualTo(2);
    assertThat(folder.result().get("failures").asInt()).isEqualTo(1);
  }

  @Test
  void onlyAfterTheFailuresThatItNames() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task("Full", "", "throw new OutOfMemoryError(\"Direct buffer memory\");")
        .task(
            "Fill",
            "",
            "var all = new ArrayList<long[]>(); while (true) all.add(new long[1 << 20]);")
        .job(
            """
            version: "1"
            workers: { java-options: [-Xmx64m] }
            defaults: { retry: { max: 1, on: [timeout, crash, oom], on-exit: 75 } }
            tasks:
              slow: { run: sleep 600, timeout: 200ms }
              shot: { run: kill -9 $$ }
              full: { java: Full.java }
              fill: { java: Fill.java }
              temporary: { run: exit 75 }
              wrong: { run: exit 1 }
            """);

    folder.run();

    for (JsonNode task : folder.result().get("tasks")) {
      boolean wrong = task.get("name").asString().equals("wrong");
      assertThat(task.get("retries").asInt())
          .as(task.get("name").asString())
          .isEqualTo(wrong ? 0 : 1);
    }
  }
}
