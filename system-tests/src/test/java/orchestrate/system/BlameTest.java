package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever or whatever ends a worker is named. */
class BlameTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void exitIsToldFromSignalsAndFromHalt() throws Exception {
    folder
        .task("Exit", "int code", "System.exit(code);")
        .task(
            "Elsewhere",
            "",
            """
            var thread = new Thread(() -> System.exit(4), "elsewhere");
            thread.start();
            thread.join();
            """)
        .task("Halt", "int code", "Runtime.getRuntime().halt(code);")
        .task(
            "Kill",
            "String signal",
            """
            new ProcessBuilder("kill", "-s", signal, "" + ProcessHandle.current().pid()).start();
            Thread.sleep(60_000);
            """)
        .job(
            """
            version: "1"
            tasks:
              exit: { java: Exit.java, with: { code: 3 } }
              exit137: { java: Exit.java, with: { code: 137 } }
              elsewhere: { java: Elsewhere.java }
              halt: { java: Halt.java, with: { code: 3 } }
              term: { java: Kill.java, with: { signal: TERM } }
              xcpu: { java: Kill.java, with: { signal: XCPU } }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output())
        .containsPattern("FAILED exit: System\\.exit\\(3\\) was called and ended worker \\d+\n")
        .containsPattern(
            "FAILED exit137: System\\.exit\\(137\\) was called and ended worker \\d+\n")
        .containsPattern(
            "FAILED elsewhere: System\\.exit\\(4\\) was called and ended worker \\d+\n")
        .containsPattern(
            "FAILED halt: worker (\\d+) exited with code 3, and not by System\\.exit; see .*worker-\\1\\.log")
        .containsPattern("FAILED term: worker \\d+ was ended by SIGTERM\n")
        .containsPattern("FAILED xcpu: worker \\d+ was killed by SIGXCPU \\(it used more .*\\)\n");
    assertThat(folder.log("exit.1.log"))
        .content()
        .startsWith("orchestrate: System.exit was called here by thread lane-0:\n\tat ")
        .contains("\tat job//Exit.run(Exit.java:9)\n")
        .doesNotContain("orchestrate.worker");
    assertThat(folder.log("elsewhere.1.log"))
        .content()
        .startsWith("orchestrate: System.exit was called here by thread elsewhere:\n");
  }

  @Test
  void aCrashNamesItsReport() throws Exception {
    folder
        .task(
            "Crash",
            "",
            """
            java.lang.foreign.MemorySegment.ofAddress(8).reinterpret(8)
                .set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, (byte) 1);
            """)
        .job(
            """
            version: "1"
            workers: { java-options: ["-XX:-CreateCoredumpOnCrash"] }
            tasks:
              crash: { java: Crash.java }
            """);

    Orchestrate.Result result = folder.run();

    Path report = folder.runs().getLast().resolve("logs/hs_err_worker-1.log");
    assertThat(result.output())
        .containsPattern(
            "FAILED crash: worker 1 crashed: SIGSEGV \\(0xb\\) in \\S.*; its crash report is ")
        .contains("its crash report is " + report.toRealPath());
  }

  @Test
  void aFullHeapIsNamed() throws Exception {
    folder
        .task(
            "Fill",
            "",
            "var all = new ArrayList<long[]>(); while (true) { all.add(new long[1 << 20]); }")
        .job(
            """
            version: "1"
            workers: { java-options: ["-Xmx32m", "-XX:+ExitOnOutOfMemoryError"] }
            tasks:
              fill: { java: Fill.java }
            """);

    assertThat(folder.run().output())
        .containsPattern(
            "FAILED fill: worker 1 ran out of memory: java\\.lang\\.OutOfMemoryError: Java heap space; .*see .*worker-1\\.log");
  }
}
