package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the command line or the job file is told at once, and nothing is run. */
class BadInputTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  private void refused(String errors, String... arguments) throws Exception {
    assertThat(refusal(arguments)).isEqualTo(errors);
  }

  private String refusal(String... arguments) throws Exception {
    Orchestrate.Result result = folder.run(arguments);

    assertThat(result.exitCode()).as(result.errors()).isEqualTo(2);
    assertThat(result.output()).isEmpty();
    assertThat(folder.runs()).isEmpty();
    return result.errors();
  }

  @Test
  void aMissingFile() throws Exception {
    refused(
        """
        nothere.yaml: there is no such file
        1 problem; nothing was run.
        """,
        "nothere.yaml");
  }

  @Test
  void aFolder() throws Exception {
    Files.createDirectory(path.resolve("sub"));
    Files.writeString(path.resolve("sub/job.yaml"), "");
    refused(
        """
        sub: this is a directory, not a job file
           hint: it has a job.yaml: name that
        1 problem; nothing was run.
        """,
        "sub");
  }

  @Test
  void anEmptyFile() throws Exception {
    folder.job("");
    assertThat(refusal()).startsWith("job.yaml: ").contains("empty").endsWith("nothing was run.\n");
  }

  @Test
  void aSyntaxError() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          a: { run: "true"
          b: { run: "true" }
        """);
    assertThat(refusal()).startsWith("job.yaml:4:").endsWith("1 problem; nothing was run.\n");
  }

  @Test
  void everyProblemAtOnce() throws Exception {
    folder.job(
        """
        version: "1"
        semaphores: { disk: 2 }
        tasks:
          key: { run: "true", depends_on: [type] }
          type: { run: { script: "true" } }
          need: { run: "true", needs: kye }
          circle: { run: "true", needs: round }
          round: { run: "true", needs: circle }
          greedy: { run: "true", acquire: { disk: 3 } }
        """);
    refused(
        """
        job.yaml:4:23: unknown key `depends_on`
            4 |   key: { run: "true", depends_on: [type] }
              |                       ^^^^^^^^^^
           hint: did you mean `needs`?
        job.yaml:5:16: expected a script, or a list of a program and its arguments, found a mapping
            5 |   type: { run: { script: "true" } }
              |                ^^^^^^^^^^^^^^^^^^
        job.yaml:6:31: there is no task `kye`
            6 |   need: { run: "true", needs: kye }
              |                               ^^^
           hint: did you mean `key`?
        job.yaml:7:33: tasks wait for each other: `circle -> round -> circle`
            7 |   circle: { run: "true", needs: round }
              |                                 ^^^^^
        job.yaml:9:43: the semaphore `disk` has 2 permits; 3 can never be acquired
            9 |   greedy: { run: "true", acquire: { disk: 3 } }
              |                                           ^
        5 problems; nothing was run.
        """);
  }

  @Test
  void aBarrierThatNeverFills() throws Exception {
    folder.job(
        """
        version: "1"
        barriers: { gate: 2 }
        tasks:
          lonely: { run: "true", meets: gate }
        """);
    refused(
        """
        job.yaml:2:13: the barrier `gate` could never fill: it has 2 parties, but 1 task meets
            2 | barriers: { gate: 2 }
              |             ^^^^
           hint: the number of tasks must be a multiple of the parties
        1 problem; nothing was run.
        """);
  }

  @Test
  void aBarrierWithMorePartiesThanTasksRunAtATime() throws Exception {
    folder.job(
        """
        version: "1"
        barriers: { gate: 3 }
        tasks:
          a: { for-each: { range: 1..3 }, run: "true", meets: gate }
        """);
    refused(
        """
        job.yaml:2:19: barrier `gate` has 3 parties, but only 2 tasks run at a time, so they could never meet
            2 | barriers: { gate: 3 }
              |                   ^
           hint: run with -j 3 or more
        1 problem; nothing was run.
        """);
  }

  @Test
  void params() throws Exception {
    folder.job(
        """
        version: "1"
        params:
          depth: { type: int }
          root: here
        tasks:
          a: { run: "true" }
        """);
    refused(
        """
        job.yaml:2:1: the param `rot` was given, but the job has none such
            2 | params:
              | ^^^^^^
           hint: did you mean `root`?
        job.yaml:3:3: the param `depth` has no value
            3 |   depth: { type: int }
              |   ^^^^^
           hint: give it a default here, or run with `-p depth=VALUE`
        2 problems; nothing was run.
        """,
        "-p",
        "rot=there");
    refused(
        """
        job.yaml:3:3: expected a whole number for the param `depth`, but `deep` was given
            3 |   depth: { type: int }
              |   ^^^^^
        1 problem; nothing was run.
        """,
        "-p",
        "depth=deep");
  }

  @Test
  void theCommandLine() throws Exception {
    folder.job("version: \"1\"\ntasks: { a: { run: \"true\" } }\n");

    Orchestrate.Result noSlots = Orchestrate.run(path, "run", "-j", "0");
    Orchestrate.Result noName = Orchestrate.run(path, "run", "-p", "depth");

    assertThat(noSlots.errors())
        .isEqualTo(
            """
            orchestrate: Invalid value for option '--jobs': '0' is no number from 1 up
            (orchestrate run --help shows what there is)
            """);
    assertThat(noSlots.exitCode()).isEqualTo(2);
    assertThat(noName.errors()).contains("NAME=VALUE");
    assertThat(noName.exitCode()).isEqualTo(2);
    assertThat(folder.runs()).isEmpty();
  }

  @Test
  void classesAndSources() throws Exception {
    folder
        .task("Count", "Path file, int depth", "")
        .file("Plain.java", "class Plain {}")
        .job(
            """
            version: "1"
            tasks:
              class: { java: com.acme.Missing }
              source: { java: Missing.java }
              plain: { java: Plain.java }
              count: { java: Count.java, with: { flie: a.txt, depth: 3 } }
            """);
    refused(
        """
        job.yaml:3:18: there is no class `com.acme.Missing`
            3 |   class: { java: com.acme.Missing }
              |                  ^^^^^^^^^^^^^^^^
           hint: name a source file (`java: Name.java`), or where the class is: workers.class-path
        job.yaml:4:19: there is no source file `Missing.java`
            4 |   source: { java: Missing.java }
              |                   ^^^^^^^^^^^^
           hint: paths are relative to the folder of the job file
        job.yaml:5:18: class Plain does not implement orchestrate.task.Task
            5 |   plain: { java: Plain.java }
              |                  ^^^^^^^^^^
        job.yaml:6:12: `with` gives no `file`
            6 |   count: { java: Count.java, with: { flie: a.txt, depth: 3 } }
              |            ^^^^
           hint: Count.java takes: file, depth
        job.yaml:6:38: `flie` is no parameter of Count.java
            6 |   count: { java: Count.java, with: { flie: a.txt, depth: 3 } }
              |                                      ^^^^
           hint: Count.java takes: file, depth
        5 problems; nothing was run.
        """);
  }

  @Test
  void aValueThatIsNotOfItsType() throws Exception {
    folder
        .task("Count", "int depth", "")
        .job(
            """
            version: "1"
            tasks:
              count: { java: Count.java, with: { depth: deep } }
            """);
    assertThat(refusal()).contains("job.yaml:3:").contains("`depth` is int, which `deep` is not");
  }

  @Test
  void aSourceThatDoesNotCompile() throws Exception {
    folder
        .file(
            "Broken.java",
            "class Broken implements orchestrate.task.Task {\n  int x = \"text\";\n}\n")
        .job(
            """
            version: "1"
            tasks:
              broken: { java: Broken.java }
            """);
    assertThat(refusal())
        .contains("Broken.java:2:")
        .contains("String cannot be converted to int")
        .endsWith("Nothing was run.\n");
  }

  /** A party that needs more than there is could never start. */
  @Test
  void aPartyThatNeedsMorePermitsThanThereAre() throws Exception {
    folder.job(
        """
        version: "1"
        semaphores: { disk: 1 }
        barriers: { both: 2 }
        tasks:
          a: { run: "true", meets: both, acquire: disk }
          b: { run: "true", meets: both, acquire: disk }
        """);
    assertThat(refusal()).contains("disk").contains("both");
  }
}
