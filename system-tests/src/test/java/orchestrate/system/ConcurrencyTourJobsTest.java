package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job files of the example {@code concurrency-tour}. */
class ConcurrencyTourJobsTest extends ConcurrencyTour {
  private static final Path TOUR = Orchestrate.projectFile("examples/concurrency-tour");
  private static final PathMatcher JOB_FILE =
      FileSystems.getDefault().getPathMatcher("glob:*.yaml");

  @TempDir static Path folder;
  private static Runs runs;

  @BeforeAll
  static void runAll() throws Exception {
    copy(TOUR, folder);
    copy(TOUR.resolve("tasks"), Files.createDirectory(folder.resolve("tasks")));
    Orchestrate.sharedMemory(folder);
    runs = Runs.of(concept -> Orchestrate.run(folder, "run", concept + ".yaml"));
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  /** What the task {@code show} has printed. */
  @Override
  List<String> story(String concept) throws Exception {
    return runs.of(concept)
        .output()
        .lines()
        .filter(line -> line.startsWith("    | "))
        .map(line -> line.substring(6))
        .toList();
  }

  @Test
  void thereIsNoOtherJobFile() throws Exception {
    try (Stream<Path> files = Files.list(TOUR)) {
      assertThat(files.map(Path::getFileName).filter(JOB_FILE::matches).map(Path::toString))
          .containsExactlyInAnyOrderElementsOf(
              CONCEPTS.stream().map(concept -> concept + ".yaml").toList());
    }
  }
}
