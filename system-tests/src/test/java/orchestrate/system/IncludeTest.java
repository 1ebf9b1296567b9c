package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job of several files. */
class IncludeTest {
  @TempDir Path path;

  @Test
  void runsInTheFolderOfTheJobFileWhereverATaskStands() throws Exception {
    var folder = new JobFolder(path);
    Files.createDirectories(path.resolve("ci/sub"));
    folder
        .file("some.env", "WHO=job\n")
        .file("ci/some.env", "WHO=part\n")
        .task("Show", "String text", "context.output(\"text\", text);")
        .file(
            "ci/test.yaml",
            """
            tasks:
              unit: { needs: build, env-file: some.env, run: 'echo "$WHO $ORCHESTRATE_TASK" > unit' }
              show: { java: Show.java, with: { text: hello } }
              say: { needs: [unit, show], run: "echo ${{ tasks.show.outputs.text }} > said" }
            """)
        .job(
            """
            version: "1"
            include: { file: ci/test.yaml, prefix: test- }
            tasks:
              build: { run: touch built }
            """);

    Orchestrate.Result plan = Orchestrate.run(path, "plan");
    assertThat(plan.output()).contains("  test-unit: once\n      from      ci/test.yaml\n");

    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.text("unit")).isEqualTo("job test-unit\n");
    assertThat(folder.text("said")).isEqualTo("hello\n");
  }
}
