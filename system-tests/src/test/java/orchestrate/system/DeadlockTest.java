package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose tasks wait for each other says so. */
class DeadlockTest {
  @TempDir Path path;

  @Test
  void isToldWithItsTasks() throws Exception {
    var folder =
        new JobFolder(path)
            .task(
                "Cross",
                "String first, String second",
                """
                context.semaphore(first).acquire();
                context.barrier("both").await();
                context.semaphore(second).acquire();
                """)
            .job(
                """
                version: "1"
                semaphores: { left: 1, right: 1 }
                barriers: { both: 2 }
                tasks:
                  a: { java: Cross.java, with: { first: left, second: right }, meets: both }
                  b: { java: Cross.java, with: { first: right, second: left }, meets: both }
                """);
    try (var orchestrate = folder.start()) {
      Await.until("the report", () -> orchestrate.output().contains("deadlock: "));
      orchestrate.signal("INT");
      assertThat(orchestrate.await().output())
          .containsOnlyOnce("deadlock: ")
          .containsPattern(
              "worker \\d \\(pid \\d+\\) at a waits for semaphore 'right',"
                  + " and so for worker \\d \\(pid \\d+\\) at b \\(thread");
    }
  }
}
