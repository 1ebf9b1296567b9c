package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Java task can end its worker or wreck it, but nobody else's work. */
@Tag("thorough")
class HostileTaskTest {
  @TempDir Path path;

  @Test
  void eachFailsForItselfAndSaysWhy() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task("Exit", "int code", "System.exit(code);")
        .file(
            "Recurse.java",
            """
            import orchestrate.task.*;

            record Recurse() implements Task {
              @Override
              public void run(TaskContext context) {
                run(context);
              }
            }
            """)
        .task(
            "Fill",
            "",
            """
            var all = new ArrayList<long[]>();
            while (true) {
              all.add(new long[1 << 20]);
            }
            """)
        .task(
            "Leak",
            "",
            """
            while (true) {
              Kept.ALL.add(new long[1 << 10]);
            }
            }
            static class Kept {
              static final List<long[]> ALL = new ArrayList<>();
            """)
        .task(
            "InThread",
            "",
            """
            new Thread(() -> {
              var all = new ArrayList<long[]>();
              while (true) {
                all.add(new long[1 << 20]);
              }
            }).start();
            Thread.sleep(60_000);
            """)
        .task("Forever", "", "new Thread(() -> { while (true) Thread.onSpinWait(); }).start();")
        .task("Interrupt", "", "Thread.currentThread().interrupt();")
        .task("Good", "", "Thread.sleep(1);")
        .job(
            """
            version: "1"
            workers: { java-options: [-Xmx64m] }
            tasks:
              exit: { java: Exit.java, with: { code: 7 } }
              exit-zero: { java: Exit.java, with: { code: 0 } }
              recurse: { java: Recurse.java }
              fill: { java: Fill.java }
              leak: { java: Leak.java }
              thread: { java: InThread.java }
              forever: { java: Forever.java }
              interrupt: { java: Interrupt.java }
              good: { for-each: { range: 1..50 }, java: Good.java }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .containsPattern("FAILED exit: System\\.exit\\(7\\) was called and ended worker \\d+")
        .containsPattern("FAILED exit-zero: System\\.exit\\(0\\) was called and ended worker \\d+")
        .contains("FAILED recurse: java.lang.StackOverflowError; its worker was replaced")
        .contains(
            "FAILED fill: java.lang.OutOfMemoryError: Java heap space; its worker was replaced")
        .containsPattern(
            "FAILED leak: (worker \\d+ ran out of memory: )?java\\.lang\\.OutOfMemoryError")
        .containsPattern(
            "FAILED thread: worker \\d+ ran out of memory: java.lang.OutOfMemoryError: Java heap space; ")
        .contains("good       ok, 50 of 50 items")
        .endsWith(": 3 ok, 6 failed of 9 tasks\n");
  }

  @Test
  void aWorkerWhoseJvmHasFailedTakesNoMore() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task(
            "Work",
            "int item",
            """
            Files.writeString(context.resolve(Path.of("pid" + item)), "" + ProcessHandle.current().pid());
            switch (item) {
              case 2 -> throw new InternalError("for a test");
              case 4 -> throw new IllegalStateException(new OutOfMemoryError("for a test"));
              default -> {}
            }
            """)
        .job(
            """
            version: "1"
            tasks:
              work: { for-each: { range: 1..5 }, java: Work.java, with: { item: "${{ item }}" } }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.output())
        .contains(
            "FAILED work[1] (2): java.lang.InternalError: for a test; its worker was replaced")
        .contains("FAILED work[3] (4): java.lang.IllegalStateException: java.lang.OutOfMemoryError")
        .contains("work  failed, 3 of 5 items");
    assertThat(folder.text("pid2")).isEqualTo(folder.text("pid1"));
    assertThat(folder.text("pid3")).isNotEqualTo(folder.text("pid2"));
    assertThat(folder.text("pid4")).isEqualTo(folder.text("pid3"));
    assertThat(folder.text("pid5")).isNotEqualTo(folder.text("pid4"));
  }

  @Test
  void aClassThatCannotBeInitialisedSaysWhy() throws Exception {
    var folder = new JobFolder(path);
    folder
        .file(
            "Init.java",
            """
            import orchestrate.task.*;

            class Init implements Task {
              static final int BROKEN = Integer.parseInt("x");

              @Override
              public void run(TaskContext context) {}
            }
            """)
        .job(
            """
            version: "1"
            tasks:
              init: { java: Init.java }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .containsPattern("FAILED init: .*java.lang.NumberFormatException: For input string: \"x\"");
  }

  /** Without its thread a lane would be waited for for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "virtual"})
  void anExceptionThatCannotEvenBeShownEndsTheWorkerAlone(String threads) throws Exception {
    var folder =
        new JobFolder(path)
            .task(
                "Unspeakable",
                "",
                """
                throw new Exception() {
                  @Override
                  public String toString() {
                    throw new AssertionError("not even that");
                  }
                };
                """)
            .task("Good", "", "")
            .job(
                """
                version: "1"
                workers: { threads: %s }
                tasks:
                  bad: { java: Unspeakable.java }
                  good: { java: Good.java, needs: { bad: completed } }
                """
                    .formatted(threads));

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .containsPattern("FAILED bad: worker \\d exited with code 3, and not by System.exit; see ")
        .containsPattern("good +ok");
    String seen = result.output();
    Path log = Path.of(seen.replaceFirst("(?s).*System.exit; see (\\S+).*", "$1"));
    assertThat(log).content().contains("not even that");
  }
}
