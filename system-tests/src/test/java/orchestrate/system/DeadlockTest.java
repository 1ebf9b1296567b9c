package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose tasks wait for each other says so. */
@Tag("thorough")
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
      awaitReport(
          orchestrate,
          "worker \\d \\(pid \\d+\\) at a waits for semaphore 'right',"
              + " and so for worker \\d \\(pid \\d+\\) at b \\(thread");
      orchestrate.signal("INT");
      assertThat(orchestrate.await().output()).containsOnlyOnce("deadlock: ");
    }
  }

  /** The coordinator holds for a task what it acquires: a circle may lead through that. */
  @Test
  void isSeenThroughWhatTheCoordinatorHoldsForATask() throws Exception {
    var folder =
        new JobFolder(path)
            .task(
                "First",
                "",
                """
                context.barrier("both").await();
                context.semaphore("lock").acquire();
                """)
            .task(
                "Second",
                "",
                """
                context.semaphore("lock").acquire();
                context.barrier("both").await();
                context.semaphore("disk").acquire();
                """)
            .job(
                """
                version: "1"
                semaphores: { disk: 2, lock: 1 }
                barriers: { both: 2 }
                tasks:
                  a: { java: First.java, acquire: { disk: 2 }, meets: both }
                  b: { java: Second.java, meets: both }
                """);
    String circle =
        "worker \\d \\(pid \\d+\\) at b waits for semaphore 'disk',"
            + " and so for worker \\d \\(pid \\d+\\) at a \\(thread";
    try (var orchestrate = folder.start()) {
      awaitReport(orchestrate, circle);
      String session = folder.sessions().getFirst().toString();
      assertThat(Orchestrate.run(path, "sync", "--session", session, "show", "disk").output())
          .containsPattern("held by +coordinator \\(pid \\d+\\) +2\n")
          .containsPattern(circle);
      orchestrate.signal("INT");
      assertThat(orchestrate.await().exitCode()).isEqualTo(130);
    }
  }

  /** The same for commands: they take part as processes of their own. */
  @Test
  void isSeenThroughWhatTheCoordinatorHoldsForACommand() throws Exception {
    Orchestrate.writeScript(path.resolve("orchestrate"));
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        semaphores: { disk: 1 }
        tasks:
          a: { run: ./orchestrate sync semaphore acquire disk -- true, acquire: disk }
        """);
    try (var orchestrate = folder.start()) {
      awaitReport(
          orchestrate,
          "task a: true \\(pid \\d+\\) waits for semaphore 'disk',"
              + " and so for task a: true \\(pid \\d+\\) \\(thread");
      orchestrate.signal("INT");
      assertThat(orchestrate.await().exitCode()).isEqualTo(130);
    }
  }

  private static void awaitReport(Orchestrate orchestrate, String link) {
    Pattern report = Pattern.compile("deadlock: .*\n(.*\n)*.*" + link);
    Await.until("the report of a deadlock", () -> report.matcher(orchestrate.output()).find());
  }
}
