package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of failures are counted, and the first of them told: nobody reads more. */
@Tag("thorough")
class ManyFailuresTest {
  @TempDir Path path;

  @Test
  void theFirstAreToldAndAllAreCounted() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task("Fail", "int item", "throw new IllegalStateException(\"item \" + item);")
        .job(
            """
            version: "1"
            tasks:
              fail:
                for-each: { range: 1..10000 }
                java: Fail.java
                with: { item: "${{ item }}" }
              after: { needs: fail, run: "touch after" }
              aside: { run: "touch aside" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output().lines().filter(line -> line.startsWith("FAILED "))).hasSize(10);
    assertThat(result.output())
        .contains("(further failures are counted; result.json lists 100)\n")
        .contains("fail   failed, 0 of 10000 items")
        .contains("after  skipped: needs fail, which failed\n")
        .endsWith(": 1 ok, 1 failed, 1 skipped of 3 tasks\n");
    assertThat(folder.result().get("failures").asInt()).isEqualTo(10_000);
    assertThat(folder.result().get("firstFailures")).hasSize(100);
    assertThat(folder.has("aside")).isTrue();
    assertThat(folder.log("fail/9999.1.log"))
        .content()
        .contains("java.lang.IllegalStateException: item 10000");
  }
}
