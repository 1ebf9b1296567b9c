package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker for commands boots before the job file is read. */
class EarlyWorkerTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void isGoneIfTheJobFileIsWrong() throws Exception {
    folder.job("version: \"1\"\ntasks: { bad: {} }\n");

    try (Orchestrate orchestrate = folder.start()) {
      assertThat(orchestrate.await().exitCode()).isEqualTo(2);
      assertThat(orchestrate.processes()).isEmpty();
    }
  }

  @Test
  void isGoneIfThereAreNoCommands() throws Exception {
    folder
        .task(
            "Siblings",
            "",
            """
            long self = ProcessHandle.current().pid();
            var others =
                ProcessHandle.current().parent().orElseThrow().children()
                    .filter(other -> other.info().command().orElse("").endsWith("/java"))
                    .map(ProcessHandle::pid).filter(pid -> pid != self).toList();
            if (!others.isEmpty()) {
              throw new IllegalStateException("there is " + others);
            }
            """)
        .job(
            """
            version: "1"
            tasks:
              alone: { java: Siblings.java }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output()).contains("alone  ok");
  }

  @Test
  void leavesItsLogAndItsCrashReportInTheRunsFolder() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          crash: { run: "kill -s SEGV $PPID; sleep 60" }
        """);

    Orchestrate.Result result = folder.run();

    Path logs = folder.runs().getLast().toRealPath().resolve("logs");
    Path report = logs.resolve("hs_err_worker-1.log");
    assertThat(result.output())
        .containsPattern("FAILED crash: worker 1 crashed: SIGSEGV .*; its crash report is ")
        .contains("its crash report is " + report);
    assertThat(report).isNotEmptyFile();
    assertThat(logs.resolve("worker-1.log")).content().contains("A fatal error has been detected");
  }

  @Test
  void itsTasksHaveTheEnvironmentOfTheJob() throws Exception {
    folder.job(
        """
        version: "1"
        params: { a-word: { default: hello } }
        env: { LC_ALL: C, GREETING: "${{ params.a-word }}" }
        tasks:
          env: { run: 'echo "$LC_ALL $GREETING $ORCHESTRATE_PARAM_A_WORD ${ORCHESTRATE_RUN:+run}" > env.txt' }
        """);

    assertThat(folder.run().exitCode()).isZero();
    assertThat(folder.text("env.txt")).isEqualTo("C hello hello run\n");
  }
}
