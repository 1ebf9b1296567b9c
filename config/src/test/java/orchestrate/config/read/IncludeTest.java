package orchestrate.config.read;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import orchestrate.config.ForEach;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.config.Position;
import orchestrate.config.Problem;
import orchestrate.config.TaskSpec;
import orchestrate.config.expression.Expression;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job file and what it includes. What can be wrong with that is among the problem cases. */
class IncludeTest {
  @TempDir Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(folder.resolve("ci/deep"));
  }

  @Test
  void isOneJobWithNamesInFull() throws Exception {
    write(
        "job.yaml",
        """
        version: "1"
        include: [ci/build.yaml, { file: ci/test.yaml, prefix: test- }]
        params: { mode: fast }
        locks: [one]
        tasks:
          publish: { needs: [build, test-unit-all], run: x }
        """);
    write("ci/build.yaml", "tasks: { build: { run: 'make ${{ params.mode }}', acquire: two } }");
    write(
        "ci/test.yaml",
        """
        version: "1"
        include: { file: deep/unit.yaml, prefix: unit- }
        locks: two
        semaphores: { disk: 3 }
        tasks:
          build: { run: x }
          list: { run: x, acquire: [one, disk], needs: [build, unit-all] }
        finally:
          tidy: { run: x, if: tasks.list.result == 'failure' }
        """);
    write(
        "ci/deep/unit.yaml",
        """
        params: { depth: 2 }
        tasks:
          find: { needs: build, run: x }
          all:
            needs: { find: success, publish-nothing: completed }
            for-each: { list: "${{ tasks.find.outputs.files }}" }
            run: x
          publish-nothing: { run: x }
        """);

    JobFile job = read();

    assertThat(job.tasks().keySet())
        .containsExactly(
            "publish",
            "build",
            "test-build",
            "test-list",
            "test-unit-find",
            "test-unit-all",
            "test-unit-publish-nothing",
            "test-tidy");
    assertThat(task(job, "publish").needed()).containsExactly("build", "test-unit-all");
    assertThat(task(job, "test-list").needed()).containsExactly("test-build", "test-unit-all");
    assertThat(task(job, "test-unit-find").needed())
        .as("as the file calls it that includes this one")
        .containsExactly("test-build");
    assertThat(task(job, "test-unit-all").needed())
        .containsExactly("test-unit-find", "test-unit-publish-nothing");
    assertThat(task(job, "test-unit-all").forEach())
        .isEqualTo(new ForEach.Computed(new Expression.Output("test-unit-find", "files")));
    assertThat(task(job, "test-tidy").isFinal()).isTrue();
    assertThat(job.params()).isEqualTo(Map.of("mode", "fast", "depth", "2"));
    assertThat(job.permits()).isEqualTo(Map.of("one", 1, "two", 1, "disk", 3));
    assertThat(job.directory()).isEqualTo(folder);

    Position all = job.positions().ofKey("tasks", "test-unit-all", "run");
    assertThat(all.source().path()).isEqualTo(folder.resolve("ci/deep/unit.yaml"));
    assertThat(all.line()).isEqualTo(7);
  }

  @Test
  void hasWhatAFileDeclaresOnceThoughItIsIncludedTwice() throws Exception {
    write(
        "job.yaml",
        """
        version: "1"
        include: [{ file: ci/a.yaml, prefix: x- }, { file: ci/a.yaml, prefix: y- }]
        """);
    write(
        "ci/a.yaml",
        """
        params: { p: 1 }
        semaphores: { disk: 2 }
        events: ready
        tasks: { a: { run: x, sets: ready }, b: { run: x, needs: a, waits-for: ready } }
        """);

    JobFile job = read();

    assertThat(job.tasks().keySet()).containsExactly("x-a", "x-b", "y-a", "y-b");
    assertThat(task(job, "y-b").needed()).containsExactly("y-a");
    assertThat(job.semaphores()).isEqualTo(Map.of("disk", 2));
    assertThat(job.events()).containsExactly("ready");
  }

  @Test
  void endsWhereFilesIncludeEachOtherTooDeep() throws Exception {
    write("job.yaml", "version: 1\ninclude: 1.yaml\n");
    for (int i = 1; i <= Includes.MAX_DEPTH; i++) {
      write(i + ".yaml", "include: " + (i + 1) + ".yaml\ntasks: { t" + i + ": { run: x } }\n");
    }
    String last = Includes.MAX_DEPTH + 1 + ".yaml";
    write(last, "tasks: { last: { run: x } }\n");

    Problem problem = onlyProblem();

    assertThat(problem.text()).isEqualTo("files include each other more than 10 deep");
    assertThat(problem.position().source().path()).isEqualTo(folder.resolve("10.yaml"));

    write("10.yaml", "tasks: { t10: { run: x } }\n");
    assertThat(read().tasks()).hasSize(10);
  }

  /** What that file may have is not to be missed in the others. */
  @Test
  void tellsOnlyOfTheFileThatIsNotThere() throws Exception {
    write(
        "job.yaml",
        """
        version: "1"
        include: a.yaml
        tasks: { t: { run: "x ${{ params.p }}", needs: gone, acquire: disk } }
        """);
    write("a.yaml", "include: ci/b.yaml\n");
    write("ci/b.yaml", "include: c.yaml\n");

    Problem problem = onlyProblem();

    assertThat(problem.text()).startsWith("can't include `").endsWith(": there is no such file");
    assertThat(problem.position().source().path()).isEqualTo(folder.resolve("ci/b.yaml"));
  }

  /** Eight files that include the next twice each would be 256. */
  @Test
  void endsWherePrefixesMultiplyTasks() throws Exception {
    write("job.yaml", "version: 1\ninclude: 0.yaml\n");
    for (int i = 0; i < 8; i++) {
      String next = i + 1 + ".yaml";
      write(
          i + ".yaml",
          "include: [{ file: %s, prefix: a }, { file: %s, prefix: b }]".formatted(next, next));
    }
    write("8.yaml", "tasks: { t: { run: x } }");

    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(this::read)
        .satisfies(
            e ->
                assertThat(e.problems())
                    .extracting(Problem::text)
                    .containsOnly("more than 100 files are included"));
  }

  @Test
  void takesALinkForTheFileThatItNames() throws Exception {
    write("job.yaml", "version: 1\ninclude: [a.yaml, b.yaml]\n");
    write("a.yaml", "tasks: { t: { run: x } }");
    Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("a.yaml"));

    assertThat(onlyProblem().text()).isEqualTo("`b.yaml` is included twice");
  }

  private Problem onlyProblem() {
    try {
      read();
    } catch (JobFileException e) {
      assertThat(e.problems()).hasSize(1);
      return e.problems().getFirst();
    }
    throw new AssertionError("no problem");
  }

  private JobFile read() throws JobFileException {
    return JobFileReader.read(folder.resolve("job.yaml"), Map.of(), Map.of());
  }

  private static TaskSpec task(JobFile job, String name) {
    return requireNonNull(job.tasks().get(name));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
