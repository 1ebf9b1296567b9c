package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task leaves in its worker is told in its log, and does not reach the next task. */
class WorkerHealthTest {
  private static final String WARNING =
      "orchestrate: warning: the worker lives on after this task, and it ";

  private static final String DEFAULTS =
      """
      System.out.println(Locale.getDefault() + " " + TimeZone.getDefault().getID() + " "
          + System.getProperty("left.by.a.task") + " " + System.getProperty("user.home")
          + " " + Thread.getDefaultUncaughtExceptionHandler().getClass().getSimpleName());
      """;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void changedDefaultsArePutBack() throws Exception {
    folder
        .task("Show", "", DEFAULTS)
        .task(
            "Change",
            "",
            """
            Locale.setDefault(Locale.GERMANY);
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            System.setProperty("left.by.a.task", "yes");
            System.clearProperty("user.home");
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
            """)
        .task("ChangeAll", "", "System.setProperties(new Properties());")
        .job(
            """
            version: "1"
            tasks:
              before: { java: Show.java }
              change: { needs: before, java: Change.java }
              change-all: { needs: change, java: ChangeAll.java }
              after: { needs: change-all, java: Show.java }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("after.1.log")).hasSameTextualContentAs(folder.log("before.1.log"));
    assertThat(folder.log("change.1.log"))
        .content()
        .contains(WARNING + "changed System.out (")
        .containsPattern(WARNING + "changed the default locale \\(from \\S+ to de-DE\\); that was")
        .containsPattern("the default time zone \\(from \\S+ to Asia/Tokyo\\); that was put back")
        .contains("changed the default handler of uncaught exceptions (from ")
        .contains("changed system properties (left.by.a.task, user.home); that was put back");
    assertThat(folder.log("change-all.1.log")).content().contains("system properties (file.");
    assertThat(folder.log("before.1.log")).content().doesNotContain("warning");
  }

  @Test
  void threadsThatAreLeftRunningAreNamed() throws Exception {
    folder
        .task(
            "Leave",
            "",
            """
            Thread thread = Thread.ofPlatform().name("left behind").daemon().start(() -> {
              try {
                Thread.sleep(Long.MAX_VALUE);
              } catch (InterruptedException e) {
                return;
              }
            });
            while (thread.getState() != Thread.State.TIMED_WAITING) {
              Thread.sleep(5);
            }
            Thread.sleep(20); // A worker looks for threads no more often than each 10 ms.
            """)
        .task(
            "Tidy",
            "",
            """
            var executor = java.util.concurrent.Executors.newFixedThreadPool(2);
            executor.submit(() -> List.of(1, 2, 3, 4).parallelStream().mapToInt(i -> i).sum()).get();
            executor.close();
            """)
        .job(
            """
            version: "1"
            tasks:
              tidy: { java: Tidy.java }
              leave: { needs: tidy, java: Leave.java }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("tidy.1.log")).doesNotExist();
    assertThat(folder.log("leave.1.log"))
        .content()
        .contains("left threads running: left behind (daemon, TIMED_WAITING)\n");
    assertThat(result.output())
        .contains(
            "\n1 warning of what tasks left behind in their workers, in the logs of: leave\n");
    assertThat(folder.result().get("tasks").get(1).get("warnings").asInt()).isEqualTo(1);
  }
}
