package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands behave alike where a machine has no posix_spawn that would do. */
class PortableLauncherTest {
  @TempDir Path path;

  @Test
  void endsAndLogsAsElsewhere() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        barriers: { start: 2 }
        secrets: { TOKEN: { env: DEPLOY_TOKEN } }
        tasks:
          prints: { run: "echo out; echo err >&2" }
          silent: { run: "true" }
          tells: { run: "echo number=7 >> $ORCHESTRATE_OUTPUT" }
          told: { needs: tells, run: ["sh", "-c", "test $1 = 7", "sh", "${{ tasks.tells.outputs.number }}"] }
          fails: { run: "exit 3" }
          crashes: { run: "kill -9 $$" }
          missing: { run: [no-such-program] }
          again: { run: "test $ORCHESTRATE_ATTEMPT = 2", retry: 1 }
          letters: { run: "echo abc; echo err >&2" }
          upper: { pipe-from: letters, run: "tr a-z A-Z; ls /proc/self/fd" }
          meets: { for-each: { range: 1..2 }, run: "true", meets: start }
          asked: { run: "trap 'echo usr1; exit 5' USR1; while :; do sleep 0.05; done", signal: USR1, timeout: 2s, kill-after: 1h }
          deaf: { run: "trap '' TERM; sleep 600.7 & while :; do sleep 600.7; done", timeout: 500ms, kill-after: 100ms }
          tells-secrets: { secrets: TOKEN, run: "echo '<'$TOKEN'>'; echo $TOKEN >&2; setsid sleep 600.7 &" }
          leaves: { run: "setsid sleep 600.7 >/dev/null 2>&1 &" }
        """);

    try (Orchestrate run =
        Orchestrate.start(
            path,
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Dorchestrate.launcher=portable",
                "DEPLOY_TOKEN",
                "open-sesame"),
            "run",
            "-j",
            "2")) {
      Orchestrate.Result result = run.await();

      assertThat(result.exitCode()).as(result.output() + result.errors()).isEqualTo(1);
      assertThat(result.output())
          .contains("FAILED fails: exit code 3")
          .contains("FAILED crashes: killed by SIGKILL")
          .contains("FAILED missing: program `no-such-program` was not found")
          .contains("FAILED asked: timed out: ")
          .contains("FAILED deaf: timed out: ")
          .contains(": 10 ok, 5 failed of 15 tasks");
      assertThat(run.processes()).isEmpty();
    }
    assertThat(folder.log("prints.1.log")).hasContent("out\nerr");
    assertThat(folder.log("silent.1.log")).doesNotExist();
    assertThat(folder.log("tells-secrets.1.log")).hasContent("<***>\n***");
    assertThat(folder.log("letters.1.log")).hasContent("err");
    assertThat(folder.log("upper.1.log")).hasContent("ABC\n0\n1\n2\n3");
    assertThat(folder.log("asked.1.log")).content().contains("usr1");
  }
}
