package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an attempt has used is told with how it ended. */
class ResourceUseTest {
  /** Some hundred milliseconds of a processor, however many others want it. */
  private static final String COUNT = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";

  @TempDir Path path;

  @Test
  void timeAndMemoryOfCommandsAndTimeOfJavaTasks() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task(
            "Count",
            "",
            """
            var threads = java.lang.management.ManagementFactory.getThreadMXBean();
            while (threads.getCurrentThreadCpuTime() < 200_000_000) {
              Thread.onSpinWait();
            }
            """)
        .task("Nothing", "", "")
        .job(
            """
            version: "1"
            tasks:
              child: { run: "sh -c '%1$s'; exit 3" }
              twice: { for-each: { range: 1..2 }, run: "%1$s; exit 3" }
              big: { run: "head -c 200M /dev/zero | sort > /dev/null" }
              small: { run: "true" }
              java: { java: Count.java }
              nothing: { java: Nothing.java }
            """
                .formatted(COUNT));

    Orchestrate.Result result = folder.run();

    assertThat(result.output())
        .containsPattern("  attempt 1, \\d+\\.\\d s \\(processor \\d+\\.\\d s\\); it printed");
    JsonNode failure = failures(folder, "child").getFirst();
    assertThat(failure.get("userMillis").asLong()).isBetween(30L, 30_000L);
    assertThat(failure.has("peakBytes")).isFalse();
    assertThat(task(folder, "child").get("userMillis")).isEqualTo(failure.get("userMillis"));
    List<JsonNode> twice = failures(folder, "twice");
    long sum = twice.stream().mapToLong(one -> one.get("userMillis").asLong()).sum();
    assertThat(twice).hasSize(2).allMatch(one -> one.get("userMillis").asLong() >= 30);
    assertThat(task(folder, "twice").get("userMillis").asLong()).isBetween(sum, sum + 1);
    assertThat(task(folder, "big").get("peakBytes").asLong()).isBetween(200L << 20, 2L << 30);
    assertThat(task(folder, "small").has("peakBytes")).isFalse();
    assertThat(cpuMillis(task(folder, "java"))).isBetween(150L, 5_000L);
    assertThat(cpuMillis(task(folder, "nothing"))).isLessThan(1_000);
  }

  private static List<JsonNode> failures(JobFolder folder, String task) {
    var failures = new ArrayList<JsonNode>();
    for (JsonNode failure : folder.result().get("firstFailures")) {
      if (failure.get("task").asString().equals(task)) {
        failures.add(failure);
      }
    }
    return failures;
  }

  private static long cpuMillis(JsonNode task) {
    return task.get("userMillis").asLong() + task.get("systemMillis").asLong();
  }

  private static JsonNode task(JobFolder folder, String name) {
    for (JsonNode task : folder.result().get("tasks")) {
      if (task.get("name").asString().equals(name)) {
        return task;
      }
    }
    throw new AssertionError(folder.result());
  }
}
