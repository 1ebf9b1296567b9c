package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java programs of the example {@code concurrency-tour}. */
class ConcurrencyTourProgramsTest extends ConcurrencyTour {
  private static final Path PROGRAMS =
      Orchestrate.projectFile("examples/concurrency-tour/programs");

  /** The concepts that have another name as programs than that with a capital. */
  private static final Map<String, String> NAMES =
      Map.of(
          "queue", "FifoQueue",
          "lifo", "LifoQueue",
          "priority", "PriorityQueue",
          "bounded-semaphore", "BoundedSemaphore");

  @TempDir static Path folder;
  private static Runs runs;

  @BeforeAll
  static void runAll() throws Exception {
    compile(sources());
    Orchestrate.sharedMemory(folder);
    runs = Runs.of(ConcurrencyTourProgramsTest::run);
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private static void compile(List<String> sources) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    arguments.addAll(sources);
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(exitCode).isZero();
  }

  private static Orchestrate.Result run(String concept) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + Orchestrate.projectFile("config/jvm.options"),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            folder + ":" + System.getProperty("java.class.path"),
            program(concept));
    try (Orchestrate running = Orchestrate.startProgram(folder, Map.of(), command)) {
      return running.await();
    }
  }

  private static String program(String concept) {
    return NAMES.getOrDefault(
        concept, Character.toUpperCase(concept.charAt(0)) + concept.substring(1));
  }

  /** What it has printed. */
  @Override
  List<String> story(String concept) throws Exception {
    Orchestrate.Result result = runs.of(concept);
    assertThat(result.errors()).isEmpty();
    return result.output().lines().toList();
  }

  @Test
  void thereIsNoOtherProgram() throws IOException {
    assertThat(sources())
        .containsExactlyInAnyOrderElementsOf(
            CONCEPTS.stream()
                .map(concept -> PROGRAMS.resolve(program(concept) + ".java").toString())
                .toList());
  }
}
