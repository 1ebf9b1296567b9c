package orchestrate.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import orchestrate.config.JobFileException;
import orchestrate.config.ProblemReport;
import orchestrate.config.read.JobFileReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
  private static final String COUNT =
      """
      import orchestrate.task.*;
      record Count(int depth, java.util.List<String> names) implements Task {
        public void run(TaskContext context) {}
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeSource() throws IOException {
    Files.writeString(folder.resolve("Count.java"), COUNT);
  }

  private String problems(int slots, String yaml) throws Exception {
    Path file = Plans.write(folder, yaml);
    try {
      Planner.plan(
          JobFileReader.read(file, Map.of(), Map.of()),
          Selection.ALL,
          Plans.limits(slots),
          folder.resolve("cache"));
      return "none";
    } catch (JobFileException e) {
      return ProblemReport.render(e).replace(file.toString(), "job.yaml");
    }
  }

  private long compiledFolders() throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("cache"))) {
      return folders.count();
    }
  }

  @Test
  void compilesASourceOnceForTheSameContent() throws Exception {
    String job = "tasks: { a: { java: Count.java, with: { depth: 1, names: [x] } } }";
    Plan plan = Plans.of(folder, 1, job);
    var launch = (PlannedTask.AsClass) plan.task(0).launch();
    assertThat(launch.className()).isEqualTo("Count");
    Path classFile = Path.of(launch.classPath()).resolve("Count.class");
    FileTime compiled = Files.getLastModifiedTime(classFile);

    Files.setLastModifiedTime(folder.resolve("Count.java"), FileTime.fromMillis(0));
    Plans.of(folder, 1, job);
    assertThat(Files.getLastModifiedTime(classFile)).isEqualTo(compiled);
    assertThat(compiledFolders()).isEqualTo(1);

    Files.writeString(folder.resolve("Count.java"), COUNT + "// changed\n");
    Plans.of(folder, 1, job);
    assertThat(compiledFolders()).isEqualTo(2);
  }

  @Test
  void namesTheIncludedFileThatAProblemIsIn() throws Exception {
    Path part = folder.resolve("part.yaml");
    Files.writeString(part, "tasks:\n  big: { run: x, cpus: 3 }\n");

    assertThat(problems(2, "include: { file: part.yaml, prefix: a- }"))
        .startsWith(part + ":2:24: ")
        .contains("    2 |   big: { run: x, cpus: 3 }\n      |                        ^\n");
  }

  @Test
  void showsWhatTheCompilerSays() throws Exception {
    Files.writeString(folder.resolve("Bad.java"), "class Bad {\n  int x = \"text\";\n}\n");
    assertThatThrownBy(() -> Plans.of(folder, 1, "tasks: { a: { java: Bad.java } }"))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("Bad.java:2: error: incompatible types")
        .hasMessageContaining("int x = \"text\";");
    assertThat(compiledFolders()).isZero();
  }

  @Test
  void findsAClassInAPackage() throws Exception {
    Files.writeString(
        folder.resolve("Deep.java"),
        """
        package a.b;
        public class Deep implements orchestrate.task.Task {
          public void run(orchestrate.task.TaskContext context) {}
        }
        """);
    Plan plan = Plans.of(folder, 1, "tasks: { a: { java: Deep.java } }");
    assertThat(((PlannedTask.AsClass) plan.task(0).launch()).className()).isEqualTo("a.b.Deep");
  }

  @Test
  void reportsAllThatDoesNotFitTheRecord() throws Exception {
    assertThat(problems(1, "tasks:\n  a:\n    java: Count.java\n    with: { depht: 1 }\n"))
        .isEqualTo(
            """
            job.yaml:4:5: `with` gives no `depth`
                4 |     java: Count.java
                  |     ^^^^
               hint: Count.java takes: depth, names
            job.yaml:4:5: `with` gives no `names`
                4 |     java: Count.java
                  |     ^^^^
               hint: Count.java takes: depth, names
            job.yaml:5:13: `depht` is no parameter of Count.java
                5 |     with: { depht: 1 }
                  |             ^^^^^
               hint: Count.java takes: depth, names
            3 problems; nothing was run.
            """);
    assertThat(problems(1, "tasks: { a: { java: Count.java, with: { depth: deep, names: [] } } }"))
        .contains("`depth` is int, which `deep` is not");
  }

  @Test
  void reportsClassesAndFilesThatAreNotThere() throws Exception {
    assertThat(
            problems(
                1,
                "workers: { class-path: [none.jar] }\n"
                    + "tasks: { a: { java: no.Such }, b: { java: None.java } }"))
        .contains("there is no `none.jar`")
        .contains("there is no class `no.Such`")
        .contains("there is no source file `None.java`")
        .contains("3 problems; nothing was run.");
  }

  @Test
  void reportsPartiesThatCanNeverMeet() throws Exception {
    String tasks = "tasks: { a: { run: x, for-each: { range: 1..2 }, meets: both, acquire: s } }";
    assertThat(problems(1, "barriers: { both: 2 }\nsemaphores: { s: 2 }\n" + tasks))
        .contains(
            "barrier `both` has 2 parties, but only 1 tasks run at a time, so they could never"
                + " meet")
        .contains("hint: run with -j 2 or more");
    assertThat(problems(2, "barriers: { both: 2 }\nsemaphores: { s: 1 }\n" + tasks))
        .contains(
            "the 2 parties of barrier `both` need 2 permits of `s` at the same time, it has 1");
  }

  @Test
  void reportsPipelinesThatAreTooBig() throws Exception {
    String tasks =
        """
        tasks:
          a: { run: x, acquire: s }
          b: { run: x, pipe-from: a, cpus: 2 }
          c: { run: x, pipe-from: b, acquire: s }
        """;
    assertThat(problems(3, "semaphores: { s: 1 }\n" + tasks))
        .isEqualTo(
            """
            job.yaml:6:27: the pipeline `a | b | c` takes 4 cpus, and this run has 3, so it could never start
                6 |   c: { run: x, pipe-from: b, acquire: s }
                  |                           ^
               hint: run with -j 4 or more
            job.yaml:6:27: the pipeline `a | b | c` needs 2 permits of `s` at the same time, it has 1
                6 |   c: { run: x, pipe-from: b, acquire: s }
                  |                           ^
            2 problems; nothing was run.
            """);
    assertThat(problems(4, "semaphores: { s: 2 }\n" + tasks)).isEqualTo("none");
  }
}
