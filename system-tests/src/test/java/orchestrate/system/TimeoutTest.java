package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes too long is ended with all that it has started, whatever it does against it. */
@Tag("thorough")
class TimeoutTest {
  @TempDir Path path;

  @Test
  void deafCommandsAndEndlessLoops() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task(
            "Loop",
            "",
            """
            context.log().println("looping");
            new Thread(java.util.concurrent.locks.LockSupport::park, "helper").start();
            while (true) {
              Thread.onSpinWait();
            }
            """)
        .task("Sleep", "", "Thread.sleep(600_000);")
        .job(
            """
            version: "1"
            tasks:
              deaf:
                timeout: 500ms
                run: |
                  trap '' TERM
                  sleep 600 &
                  setsid sh -c 'trap "" TERM; sleep 600; sleep 600' &
                  while :; do sleep 600 || true; done
              loop: { timeout: 500ms, java: Loop.java }
              polite: { timeout: 300ms, run: "sleep 600" }
              sleeper: { timeout: 300ms, java: Sleep.java }
              again: { timeout: 3s, retry: 1, run: "test $ORCHESTRATE_ATTEMPT = 2 || sleep 600" }
              java-after: { java: After.java }
              left:
                needs: after-all
                run: "true"
              after-all: { run: "echo after > after" }
            """)
        .task("After", "", "context.output(\"after\", 1);");

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .containsPattern("FAILED deaf: timed out: ran for \\d+\\.\\d s of 0\\.5 s allowed")
        .containsPattern("FAILED loop: timed out: ran for \\d+\\.\\d s of 0\\.5 s allowed")
        .containsPattern("FAILED polite: timed out: ran for \\d+\\.\\d s of 0\\.3 s allowed")
        .containsPattern("FAILED sleeper: timed out: ran for \\d+\\.\\d s of 0\\.3 s allowed")
        .contains("attempt 1: timed out: ")
        .endsWith(": 4 ok, 4 failed of 8 tasks\n");
    assertThat(folder.log("loop.1.log"))
        .content()
        .startsWith(
            "looping\norchestrate: the task has been interrupted and goes on all the same; ")
        .containsPattern(
            "\nthread lane-0 \\(RUNNABLE\\)\n(\tat java.*\n)?\tat job//Loop\\.run\\(Loop\\.java:")
        .containsPattern(
            "\nstarted by it, or by a task before it:\nthread helper \\(WAITING\\)\n\tat .*park")
        .doesNotContain("orchestrate.worker");
    assertThat(folder.log("sleeper.1.log")).content().doesNotContain("goes on all the same");
  }

  @Test
  void theProcessesOfATaskEndWithIt() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          deaf:
            timeout: 500ms
            run: |
              trap '' TERM
              setsid sh -c 'trap "" TERM; sleep 600.1; sleep 600.1' &
              while :; do sleep 600.1 || true; done
          after: { run: "while ! test -e go; do sleep 0.05; done" }
        """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.until("the timeout", () -> orchestrate.output().contains("FAILED deaf: timed out"));
      assertThat(orchestrate.processes())
          .filteredOn(process -> process.command().contains("600.1"))
          .isEmpty();
      folder.file("go", "");
      assertThat(orchestrate.await().exitCode()).isEqualTo(1);
    }
  }
}
