package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers give way to new ones as the job file says, and no task notices. */
@Tag("thorough")
class RecycleTest {
  /** Whose process an instance runs in, a line for each. */
  private static final String NOTE_PROCESS =
      """
      Files.writeString(context.resolve(Path.of("processes")),
          ProcessHandle.current().pid() + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      """;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() throws Exception {
    folder = new JobFolder(path).task("Note", "", NOTE_PROCESS);
  }

  /** Runs a task, and another when the worker of the first has been recycled. */
  private String run(String first, String workers) throws Exception {
    folder.job(
        """
        version: "1"
        workers: %s
        tasks:
          first: %s
          wait: { needs: first, run: "until test -e go; do sleep 0.05; done" }
          second: { needs: wait, java: Note.java }
        """
            .formatted(workers, first));
    try (Orchestrate orchestrate = Orchestrate.start(path, "run", "-j", "1")) {
      Await.until("the recycling", () -> orchestrate.output().contains(" recycled: "));
      folder.file("go", "");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).as(result.output()).isZero();
      assertThat(folder.lines("processes").stream().distinct()).hasSize(2);
      return result.output();
    }
  }

  @Test
  void afterSoManyTasks() throws Exception {
    String output =
        run("{ for-each: { range: 1..20 }, java: Note.java }", "{ recycle: { after-tasks: 20 } }");

    assertThat(output).contains("worker 2 recycled: 20 tasks\n");
    assertThat(folder.lines("processes")).hasSize(21);
  }

  @Test
  void afterSoLong() throws Exception {
    String output = run("{ java: Note.java }", "{ recycle: { after: 1s } }");

    assertThat(output).containsPattern("worker 2 recycled: \\d+ s old\n");
  }

  @Test
  void aboveSoMuchMemory() throws Exception {
    folder.task(
        "Fill",
        "",
        NOTE_PROCESS
            + """
            Kept.all = new byte[160 << 20];
            Arrays.fill(Kept.all, (byte) 1);
            }
            static class Kept {
              static byte[] all;
            """);

    String output =
        run("{ java: Fill.java }", "{ recycle: { above-memory: 150m }, java-options: [-Xmx400m] }");

    assertThat(output).containsPattern("worker 2 recycled: \\d+ MiB resident, of 150 allowed\n");
  }
}
