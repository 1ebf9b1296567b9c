package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code orchestrate schema} prints accepts good job files, and finds what is wrong in others.
 */
class SchemaTest {
  private static final Pattern WHOLE_FILE =
      Pattern.compile("```yaml\n(version:.*?)```", Pattern.DOTALL);
  private static final Pattern TASKS =
      Pattern.compile("```yaml\n((?:[a-z-]+: [^\n]*\n)*tasks:.*?)```", Pattern.DOTALL);

  private static Schema schema;

  @BeforeAll
  static void print(@TempDir Path folder) throws Exception {
    String printed = Orchestrate.run(folder, "schema").output();
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(printed, InputFormat.JSON);
  }

  private static List<Error> errors(String yaml) {
    return schema.validate(yaml, InputFormat.YAML);
  }

  static Stream<String> goodFiles() throws IOException {
    String manual = Files.readString(Orchestrate.projectFile("docs/job-file.md"));
    return Stream.of(
            Stream.of(
                    "examples/jar-census/job.yaml",
                    "examples/java-build/job.yaml",
                    "examples/merge-sort/job.yaml",
                    "examples/stream/job.yaml",
                    "config/training/job.yaml",
                    "config/src/test/resources/good/census.yaml")
                .map(SchemaTest::text),
            ConcurrencyTour.CONCEPTS.stream()
                .map(concept -> text("examples/concurrency-tour/" + concept + ".yaml")),
            WHOLE_FILE.matcher(manual).results().map(match -> match.group(1)),
            TASKS.matcher(manual).results().map(match -> "version: \"1\"\n" + match.group(1)))
        .flatMap(files -> files);
  }

  private static String text(String file) {
    try {
      return Files.readString(Orchestrate.projectFile(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("goodFiles")
  void acceptsWhatRuns(String yaml) {
    assertThat(errors(yaml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"commands", "java", "ci"})
  void acceptsWhatInitWrites(String kind, @TempDir Path folder) throws Exception {
    Orchestrate.run(folder, "init", "--kind", kind);
    assertThat(errors(Files.readString(folder.resolve("job.yaml")))).isEmpty();
  }

  /** All that may be written in more than one way. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run: [echo, 1, true]",
        "run: x\n    retry: \"2\"",
        "run: x\n    cpus: \"${{ params.n }}\"",
        "run: x\n    signal: sigterm",
        "run: x\n    retry: { max: 1, delay: 1h30m, factor: 1.5, on: [crash, oom], on-exit: 3 }",
        "run: x\n    for-each: { range: 1..8 }\n    max-parallel: 2",
        "run: x\n    for-each: { range: [10, 0, -5] }",
        "run: x\n    for-each: { list: [{ a: 1 }, { a: 2 }] }",
        "run: x\n    matrix: { a: [1, 2], exclude: [{ a: 1 }] }",
        "run: x\n    acquire: { disk: 2 }",
        "run: x\n    pipe-from: b",
        "java: A.java\n    with: { a: [1, 2], b: x }",
        "run: x\n    service: true",
        "run: x\n    needs: { b: ready }",
        "run: x\n    service: true\n    ready: { port: \"${{ params.p }}\", timeout: 5s }",
        "run: x\n    service: true\n    ready: { exec: [./ping, 1] }"
      })
  void acceptsAllForms(String task) {
    assertThat(errors("version: 1\ntasks:\n  a:\n    " + task + "\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run: x\n    depends_on: b",
        "run: x\n    java: B",
        "needs: b",
        "run: x\n    timeout: 30",
        "run: x\n    memory: 4",
        "run: x\n    cpus: 0",
        "run: x\n    output: loud",
        "run: x\n    signal: KILL",
        "run: x\n    retry: { delay: 1s }",
        "run: x\n    retry: { max: 1, jitter: 0.1 }",
        "run: x\n    for-each: { list: [a], lines: b }",
        "run: x\n    for-each: { list: [a] }\n    matrix: { a: [b] }",
        "run: x\n    max-parallel: 2",
        "java: A.java\n    pipe-from: b",
        "run: x\n    pipe-from: [b]",
        "run: x\n    pipe-from: b\n    for-each: { list: [a] }",
        "run: x\n    with: { a: 1 }",
        "run: x\n    env: { 1A: x }",
        "run: x\n    ready: { port: 1 }",
        "run: x\n    service: true\n    ready: { port: 70000 }",
        "run: x\n    service: true\n    ready: { port: 1, log: x }",
        "run: x\n    service: true\n    ready: { timeout: 5s }"
      })
  void findsWhatIsWrong(String task) {
    assertThat(errors("version: \"1\"\ntasks:\n  a:\n    " + task + "\n")).isNotEmpty();
  }

  @Test
  void wantsAVersionAndTasks() {
    assertThat(errors("tasks: { a: { run: x } }")).isNotEmpty();
    assertThat(errors("version: \"1\"")).isNotEmpty();
    assertThat(errors("version: \"1\"\ntasks: {}")).isNotEmpty();
  }
}
