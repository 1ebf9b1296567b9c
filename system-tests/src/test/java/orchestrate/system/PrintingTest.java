package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tasks print is theirs: it can't disturb the run, nor the terminal, nor other tasks' logs.
 */
class PrintingTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void fiftyMegabytesOfGarbage() throws Exception {
    folder
        .task(
            "Flood",
            "",
            """
            var bytes = new byte[1 << 20];
            var random = new Random(1);
            for (int i = 0; i < 50; i++) {
              random.nextBytes(bytes);
              (i % 2 == 0 ? System.out : System.err).write(bytes, 0, bytes.length);
            }
            """)
        .job(
            """
            version: "1"
            tasks:
              java: { java: Flood.java }
              command: { run: "head -c 52428800 /dev/urandom; head -c 1000 /dev/urandom >&2" }
              after: { needs: [java, command], run: "echo fine" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(Files.size(folder.log("java.1.log"))).isEqualTo(50 << 20);
    assertThat(Files.size(folder.log("command.1.log"))).isEqualTo((50 << 20) + 1000);
    assertThat(result.output()).hasSizeLessThan(100_000).contains("    | fine\n");
    assertThat(result.output().chars().filter(c -> c != '\n' && Character.isISOControl(c)))
        .isEmpty();
  }

  @Test
  void aReasonCanNotSteerTheTerminal() throws Exception {
    folder
        .task("Throw", "", "throw new IOException(\"\\u001b[2Jgone\\nsecond line\\u0007\");")
        .job(
            """
            version: "1"
            tasks:
              final: { java: Throw.java }
              again: { java: Throw.java, retry: 1 }
              unmade: { for-each: { list: ["x\\e[2J"] }, run: "true", outputs: "${{ item }}" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output()).contains("gone");
    assertThat(result.output().chars().filter(c -> c != '\n' && Character.isISOControl(c)))
        .isEmpty();
  }

  @Test
  void aThreadOfATaskPrintsToItsLogAndNobodyElses() throws Exception {
    folder
        .task(
            "Threads",
            "",
            """
            var thread = new Thread(() -> System.out.println("from a thread"));
            thread.start();
            thread.join();
            """)
        .task(
            "Leaver",
            "",
            """
            Path over = context.resolve(Path.of("over"));
            new Thread(
                    () -> {
                      while (Files.notExists(over)) {
                        Thread.onSpinWait();
                      }
                      System.out.println("late");
                    })
                .start();
            System.out.println("in time");
            """)
        .task(
            "Quiet",
            "",
            """
            Files.createFile(context.resolve(Path.of("over")));
            Thread.sleep(50);
            """)
        .job(
            """
            version: "1"
            tasks:
              threads: { java: Threads.java }
              leaver: { needs: threads, java: Leaver.java }
              quiet: { needs: leaver, java: Quiet.java }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("threads.1.log")).hasContent("from a thread");
    assertThat(folder.lines(folder.log("leaver.1.log").toString()))
        .startsWith("in time")
        .doesNotContain("late");
    assertThat(folder.log("quiet.1.log")).doesNotExist();
  }

  /** {@code try (var log = context.log())} is easily written. */
  @Test
  void aTaskThatClosesItsStreamsDoesNotSilenceTheNext() throws Exception {
    folder
        .task(
            "Close",
            "",
            """
            context.log().println("log " + context.instance());
            System.out.println("out " + context.instance());
            context.log().close();
            System.out.close();
            System.err.close();
            """)
        .job(
            """
            version: "1"
            tasks:
              close: { for-each: { range: 1..2 }, java: Close.java }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("close/0.1.log")).hasContent("log 0\nout 0");
    assertThat(folder.log("close/1.1.log")).hasContent("log 1\nout 1");
  }
}
