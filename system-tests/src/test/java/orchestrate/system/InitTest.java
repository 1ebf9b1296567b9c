package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code orchestrate init} writes a job that runs, and overwrites nothing. */
@Tag("thorough")
class InitTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"commands", "java", "ci"})
  void whatItWritesRuns(String kind) throws Exception {
    assertThat(Orchestrate.run(path, "init", "--kind", kind).output())
        .contains("wrote job.yaml\n")
        .endsWith("next: orchestrate run\n");

    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    assertThat(folder.run().exitCode()).as("again").isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"job.yaml", "CountPrimes.java"})
  void overwritesNothing(String there) throws Exception {
    folder.file(there, "mine");
    Orchestrate.Result result = Orchestrate.run(path, "init", "--kind", "java");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors()).contains(there + " is there already");
    assertThat(folder.text(there)).isEqualTo("mine");
    try (Stream<Path> entries = Files.list(path)) {
      assertThat(entries.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void asksAtATerminal() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/script")), "there is no script(1)");
    Orchestrate.writeScript(path.resolve("orchestrate"));
    Process process =
        new ProcessBuilder("script", "-qec", "./orchestrate init", "/dev/null")
            .directory(path.toFile())
            .redirectErrorStream(true)
            .redirectOutput(path.resolve("said").toFile())
            .start();
    try (var answers = process.outputWriter()) {
      answers.write("stew\nci\nit's mine: #1\n");
    }

    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(folder.text("said")).contains("What are the tasks?").contains("not 'stew'");
    assertThat(folder.text("job.yaml")).contains("name: 'it''s mine: #1'").contains("matrix:");
    assertThat(Orchestrate.run(path, "plan").output()).startsWith("it's mine: #1: 4 tasks");
  }
}
