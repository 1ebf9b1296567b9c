package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stopped by a failure, what goes on, and what is forgiven. */
class FailurePolicyTest {
  @TempDir Path path;

  @Test
  void failFastStopsWhatRuns() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          long: { run: "touch running; sleep 600" }
          wrong: { run: "while [ ! -e running ]; do sleep 0.02; done; exit 3" }
          later: { needs: wrong, run: touch never }
        """);

    try (Orchestrate orchestrate = folder.start("--fail-fast")) {
      Orchestrate.Result result = orchestrate.await();
      String reason = "stopped after 1 failure (--fail-fast): wrong";

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output())
          .contains("FAILED wrong: exit code 3\n")
          .contains(reason + ": stopping 1 running task; the next signal kills it\n")
          .contains(" of 3 tasks; " + reason + "\n");
      assertThat(orchestrate.processes()).isEmpty();
      assertThat(folder.resultOf("long")).isEqualTo("cancelled");
      assertThat(folder.resultOf("later")).isEqualTo("cancelled");
      assertThat(folder.result().get("stopReason").asString()).isEqualTo(reason);
    }
    assertThat(folder.has("never")).isFalse();
  }

  @Test
  void maxFailuresOfTheJobFileAndKeepGoingAgainstIt() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        max-failures: 2
        tasks:
          a: { for-each: { range: 1..5 }, run: "false" }
          b: { for-each: { range: 1..5 }, run: "true" }
        """);

    assertThat(Orchestrate.run(path, "run", "-j", "1").output())
        .contains("stopped after 2 failures (max-failures: 2), the last one: a[1]");
    assertThat(folder.resultOf("b")).isEqualTo("cancelled");

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1", "--keep-going");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(folder.resultOf("b")).isEqualTo("ok");
  }

  @Test
  void aFanOutThatFailsFastLeavesOthersAlone() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          a:
            fail-fast: true
            for-each: { list: [waits, fails, never] }
            run: |
              case $ORCHESTRATE_ITEM in
                waits) touch running; sleep 600 ;;
                fails) while [ ! -e running ]; do sleep 0.02; done; exit 1 ;;
                never) touch never ;;
              esac
          b: { run: "true" }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains(
            "stopped after its first failure (fail-fast): a[1]: stopping 1 running instance\n");
    assertThat(folder.resultOf("a")).isEqualTo("failed");
    assertThat(folder.resultOf("b")).isEqualTo("ok");
    assertThat(folder.has("never")).isFalse();
  }

  @Test
  void anAllowedFailureIsShownAndFailsNobody() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        max-failures: 1
        tasks:
          may: { allow-failure: true, run: exit 4 }
          after: { needs: may, run: "true" }
          found: { success-exit-codes: [1, 7], run: "echo n=5 >> $ORCHESTRATE_OUTPUT; exit 7" }
          use: { needs: found, run: "test ${{ tasks.found.outputs.n }} = 5" }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("ALLOWED FAILURE may: exit code 4\n")
        .contains("may, which may fail: exit code 4\n")
        .containsPattern("succeeded after .*: 3 ok, 1 allowed failure of 4 tasks\n$");
    assertThat(folder.resultOf("may")).isEqualTo("allowed failure");
    assertThat(folder.resultOf("after")).isEqualTo("ok");
    assertThat(folder.result().get("failures").asInt()).isZero();
  }

  @Test
  void aTaskChoosesItsSignalAndWhenItIsKilled() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task(
            "Deaf",
            "",
            """
            Files.createFile(context.resolve(Path.of("java")));
            while (true) {
              try {
                Thread.sleep(1000);
              } catch (InterruptedException e) {
                System.out.println("go on");
              }
            }
            """)
        .job(
            """
            version: "1"
            defaults: { kill-after: 100ms }
            tasks:
              polite:
                signal: USR1
                kill-after: 1h
                run: "trap 'touch asked; exit 0' USR1; touch polite; while :; do sleep 0.05; done"
              deaf: { run: "trap '' TERM; touch deaf; while :; do sleep 0.05; done" }
              java: { java: Deaf.java }
            """);

    try (Orchestrate orchestrate = Orchestrate.start(path, "run", "-j", "3")) {
      for (String file : new String[] {"polite", "deaf", "java"}) {
        Await.file(path.resolve(file));
      }
      orchestrate.signal("TERM");

      assertThat(orchestrate.await().exitCode()).isEqualTo(143);
      assertThat(orchestrate.processes()).isEmpty();
    }
    assertThat(folder.has("asked")).isTrue();
  }
}
