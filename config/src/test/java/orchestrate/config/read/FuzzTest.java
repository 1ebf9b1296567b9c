package orchestrate.config.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import orchestrate.config.JobFileException;
import orchestrate.config.Position;
import orchestrate.config.Problem;
import orchestrate.config.ProblemReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to a job file, reading it ends, with a job or with problems that are in it.
 * {@code -Dorchestrate.fuzz.files=100000} tries more files, {@code -Dorchestrate.fuzz.seed=7}
 * others.
 */
class FuzzTest {
  private static final String INCLUDES =
      """
      version: "1"
      include: [mutant.yaml, { file: mutant.yaml, prefix: p- }]
      semaphores: { disk: 2 }
      tasks: { main: { run: x, needs: [find, p-each] } }
      """;

  private static final String INCLUDED =
      """
      version: "1"
      params: { root: { type: path, default: ~/jars } }
      locks: [one, &two two]
      queues: { found: { order: lifo } }
      tasks:
        find: { run: "find ${{ params.root }}", acquire: [one, disk] }
        each:
          needs: { find: completed }
          for-each: { list: "${{ tasks.find.outputs.files }}" }
          if: tasks.find.result == 'success'
          run: cat ${{ item }}
      finally:
        tidy: { run: "rm ${{ params.root }}", acquire: *two }
      """;

  private static final int FILES = Integer.getInteger("orchestrate.fuzz.files", 2000);
  private static final long SEED = Long.getLong("orchestrate.fuzz.seed", 20260101);

  /** Only reached by what would never end. */
  private static final Duration FOREVER = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // for the long form
  void aFileIsReadOrItsProblemsAreTold(TestReporter reporter) throws IOException {
    List<byte[]> sound = files("../examples", "job.yaml");
    sound.addAll(files("src/test/resources/good", ".yaml"));
    var mutations = new Mutations(SEED, sound, files(ProblemCase.FOLDER.toString(), ".job"));
    Path file = folder.resolve("mutant.yaml");
    readAll(mutations, FILES, file, file, reporter);
  }

  /** The same of a file that another includes, twice. */
  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // for the long form
  void soIsOneThatIsIncluded(TestReporter reporter) throws IOException {
    Path file = Files.writeString(folder.resolve("job.yaml"), INCLUDES);
    List<byte[]> sound = List.of(INCLUDED.getBytes(UTF_8));
    readAll(
        new Mutations(SEED, sound, sound),
        FILES / 4,
        folder.resolve("mutant.yaml"),
        file,
        reporter);
  }

  /**
   * @param mutant where the mutants are
   * @param job what is read
   */
  private static void readAll(
      Mutations mutations, int count, Path mutant, Path job, TestReporter reporter)
      throws IOException {
    int valid = 0;
    for (int i = 0; i < count; i++) {
      byte[] text = mutations.next();
      Files.write(mutant, text);
      try {
        if (assertTimeoutPreemptively(FOREVER, () -> isValid(job))) {
          valid++;
        }
      } catch (Throwable e) {
        String which = "file %d of seed %d:%n%s".formatted(i, SEED, new String(text, UTF_8));
        throw new AssertionError(which, e);
      }
    }
    reporter.publishEntry("seed " + SEED, "%,d files, %,d of them valid".formatted(count, valid));
    assertThat(valid).as("some are still in order, and not all").isBetween(count / 1000, count / 2);
  }

  /** The files of a folder whose names end so. */
  private static List<byte[]> files(String folder, String end) throws IOException {
    var found = new ArrayList<byte[]>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(one -> one.toString().endsWith(end)).sorted().toList()) {
        found.add(Files.readAllBytes(file));
      }
    }
    return found;
  }

  private static boolean isValid(Path file) {
    try {
      JobFileReader.read(file, Map.of(), Map.of("HOME", "/home/me"));
      return true;
    } catch (JobFileException e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(FuzzTest::assertInside);
      assertThat(ProblemReport.render(e)).endsWith("nothing was run.\n");
      return false;
    }
  }

  /** An end that is missing is shown just behind what is there. */
  private static void assertInside(Problem problem) {
    Position position = problem.position();
    List<String> lines = position.source().lines();
    assertThat(position.length()).as(problem.text()).isPositive();
    if (lines.isEmpty()) {
      assertThat(position).isEqualTo(position.source().start());
      return;
    }
    assertThat(position.line()).as(problem.text()).isBetween(1, lines.size() + 1);
    String line = position.line() > lines.size() ? "" : lines.get(position.line() - 1);
    int end = line.codePointCount(0, line.length()) + 1;
    assertThat(position.column()).as(problem.text()).isBetween(1, end);
    assertThat(position.column() + position.length() - 1).as(problem.text()).isBetween(1, end);
  }
}
