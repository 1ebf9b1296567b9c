package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs after a failure, only under a condition, or last of all. */
class ConditionsTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void conditionsSeeOutputsAndResults() throws Exception {
    folder.job(
        """
        version: "1"
        params: { mode: fast }
        tasks:
          count: { run: 'echo "n=3" >> "$ORCHESTRATE_OUTPUT"' }
          many: { needs: count, if: tasks.count.outputs.n > 2 && params.mode == 'fast', run: touch many }
          few: { needs: count, if: tasks.count.outputs.n <= 2, run: touch few }
          after: { needs: [many, few], run: "echo ${{ tasks.many.result }} ${{ tasks.few.result }} > after" }
          never: { if: false, for-each: { range: 1..3 }, run: touch never }
        """);
    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .containsPattern("few +skipped: its condition does not hold: tasks.count.outputs.n <= 2\n")
        .containsPattern("never +skipped: its condition does not hold: false\n");
    assertThat(folder.has("many")).isTrue();
    assertThat(folder.has("few")).isFalse();
    assertThat(folder.has("never")).isFalse();
    assertThat(folder.text("after")).isEqualTo("success skipped\n");
    assertThat(folder.resultOf("few")).isEqualTo("skipped");
    assertThat(folder.result().toString()).contains("does not hold: tasks.count.outputs.n <= 2");
  }

  @Test
  void whatAsksForFailureRunsAfterOne() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          build: { run: exit 7 }
          test: { needs: build, run: touch test }
          mail: { needs: [build, test], if: failure(), run: "echo ${{ tasks.build.result }} ${{ tasks.test.result }} > mail" }
          fine: { needs: build, if: success(), run: touch fine }
          tidy: { needs: { test: completed }, run: touch tidy }
        """);
    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).as("it has failed all the same").isEqualTo(1);
    assertThat(folder.text("mail")).isEqualTo("failure skipped\n");
    assertThat(folder.has("tidy")).isTrue();
    assertThat(folder.has("test")).isFalse();
    assertThat(folder.has("fine")).isFalse();
    assertThat(result.output())
        .containsPattern("fine +skipped: its condition does not hold: success\\(\\)\n");
  }

  @Test
  void aConditionWithoutValueFailsItsTask() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          count: { run: "true" }
          then: { needs: count, if: tasks.count.outputs.n > 2, run: touch then }
        """);
    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains(
            "FAILED then: its condition `tasks.count.outputs.n > 2` has no value:"
                + " task `count` gave no output `n`; it gave none");
    assertThat(folder.has("then")).isFalse();
  }

  @Test
  void finalTasksRunAfterAllOthers() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          one: { run: "echo one >> order" }
          two: { needs: one, run: "echo two >> order; exit 1" }
          three: { needs: two, run: "echo three >> order" }
        finally:
          last: { needs: tidy, run: "echo last >> order" }
          tidy: { run: "echo tidy ${{ tasks.two.result }} >> order" }
          mail: { if: failure(), needs: last, run: "echo mail >> order" }
          praise: { if: success(), run: "echo praise >> order" }
        """);
    assertThat(folder.run().exitCode()).isEqualTo(1);
    assertThat(folder.lines("order")).containsExactly("one", "two", "tidy failure", "last", "mail");
  }

  @Test
  void aFailedFinalTaskFailsTheRun() throws Exception {
    folder.job(
        """
        version: "1"
        tasks: { one: { run: "true" } }
        finally: { tidy: { run: exit 3 } }
        """);
    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("FAILED tidy: exit code 3");
  }

  private static final String SLOW =
      """
      version: "1"
      tasks:
        slow: { run: "touch begun; exec sleep 600.25" }
        next: { needs: slow, run: touch next }
      finally:
        tidy: { run: "touch tidy; until [ -e go ]; do sleep 0.1; done; touch tidied" }
      """;

  @Test
  void finalTasksRunWhenTheRunIsStopped() throws Exception {
    folder.job(SLOW);
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("begun"));
      orchestrate.signal("INT");
      Await.file(path.resolve("tidy"));
      folder.file("go", "");
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).isEqualTo(130);
      assertThat(result.output())
          .contains(
              "stopped by SIGINT: stopping 1 running task; the next signal kills it."
                  + " Then `finally` has its turn: tidy\n");
      assertThat(folder.has("tidied")).isTrue();
      assertThat(folder.has("next")).isFalse();
      assertThat(folder.resultOf("tidy")).isEqualTo("ok");
    }
  }

  @Test
  void aSecondSignalStopsFinalTasksToo() throws Exception {
    folder.job(SLOW);
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("begun"));
      orchestrate.signal("INT");
      Await.file(path.resolve("tidy"));
      orchestrate.signal("INT");
      assertThat(orchestrate.await().exitCode()).isEqualTo(130);
      assertThat(folder.has("tidied")).isFalse();
      assertThat(orchestrate.processes()).isEmpty();
    }
  }

  @Test
  void finalTasksRunAfterMaxFailures() throws Exception {
    folder.job(
        """
        version: "1"
        max-failures: 1
        tasks:
          bad: { run: exit 1 }
          other: { needs: bad, run: touch other }
        finally:
          tidy: { run: touch tidy }
        """);
    assertThat(folder.run().exitCode()).isEqualTo(1);
    assertThat(folder.has("tidy")).isTrue();
    assertThat(folder.has("other")).isFalse();
  }
}
