package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The run ends when it is asked to, with all of its tasks, and tells how far it came. */
class SignalTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void stopsTheTasksAndSaysSo(String signal, int exitCode) throws Exception {
    folder
        .task(
            "Sleep",
            "",
            """
            Files.createFile(context.resolve(Path.of("java")));
            Thread.sleep(600_000);
            """)
        .job(
            """
            version: "1"
            tasks:
              done: { run: "true" }
              command: { needs: done, run: "sleep 603 & touch command; sleep 603" }
              java: { needs: done, java: Sleep.java }
              never: { needs: [java], run: "touch never" }
              fan: { needs: done, for-each: { range: 1..1000 }, run: "touch never" }
            """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("command"));
      Await.file(path.resolve("java"));
      orchestrate.signal(signal);
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).isEqualTo(exitCode);
      assertThat(result.output())
          .contains(
              "stopped by SIG"
                  + signal
                  + ": stopping 2 running tasks; the next signal kills them\n")
          .contains("task     result     items")
          .containsPattern(
              "stopped after .*: 1 ok, 4 cancelled of 5 tasks; stopped by SIG"
                  + signal
                  + "\n"
                  + "orchestrate resume [-0-9a-f]+ goes on with it\n$");
      assertThat(orchestrate.processes()).isEmpty();
    }
    assertThat(folder.has("never")).isFalse();
    assertThat(folder.result().get("stopReason").asString()).isEqualTo("stopped by SIG" + signal);
    assertThat(folder.result().get("exitCode").asInt()).isEqualTo(exitCode);
    assertThat(
            List.of(folder.resultOf("done"), folder.resultOf("command"), folder.resultOf("java")))
        .containsExactly("ok", "cancelled", "cancelled");
    assertThat(folder.sessions()).isEmpty();
  }

  @Test
  void endsARunInWhichOneTaskAfterTheOtherCanNotBeStarted() throws Exception {
    int tasks = 1_000_000;
    folder.job(
        """
        version: "1"
        tasks:
          all: { for-each: { range: "1..%d" }, run: "echo ${{ item }} %s" }
        """
            .formatted(tasks, "x".repeat(200_000)));

    try (Orchestrate orchestrate = folder.start()) {
      Await.until("failures", () -> orchestrate.output().contains("further failures are counted"));
      orchestrate.signal("INT");

      assertThat(orchestrate.await().exitCode()).isEqualTo(130);
    }
    assertThat(folder.result().get("tasks").get(0).get("failed").asInt()).isLessThan(tasks);
  }

  @Test
  void theSecondOneKillsTheDeafAtOnce() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          deaf:
            run: "trap 'touch asked' TERM; touch deaf; while :; do sleep 0.05; done"
            kill-after: 1h
        """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("deaf"));
      orchestrate.signal("INT");
      Await.file(path.resolve("asked"));
      assertThat(orchestrate.coordinator().isAlive()).isTrue();
      orchestrate.signal("INT");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).isEqualTo(130);
      assertThat(orchestrate.processes()).isEmpty();
    }
  }

  @Test
  void whileWorkersBoot() throws Exception {
    folder
        .task("Sleep", "", "Thread.sleep(600_000);")
        .job(
            """
            version: "1"
            tasks:
              java: { java: Sleep.java }
              command: { run: "sleep 603" }
            """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.until("the begin of the run", () -> orchestrate.output().contains("2 at a time"));
      orchestrate.signal("INT");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).isEqualTo(130);
      assertThat(result.output()).contains("; stopped by SIGINT\n");
      assertThat(orchestrate.processes()).isEmpty();
    }
    assertThat(folder.sessions()).isEmpty();
  }

  @Test
  void beforeAnythingHasBegun() throws Exception {
    folder.job("version: \"1\"\ntasks: { a: { run: sleep 603 } }\n");

    try (Orchestrate orchestrate = folder.start()) {
      Await.until("the JVM", () -> !orchestrate.processes().isEmpty());
      orchestrate.signal("INT");

      assertThat(orchestrate.await().exitCode()).isEqualTo(130);
      assertThat(orchestrate.processes()).isEmpty();
    }
  }
}
