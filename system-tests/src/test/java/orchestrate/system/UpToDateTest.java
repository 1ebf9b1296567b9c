package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks with `inputs` are run only when something has changed that they depend on. */
@Tag("thorough")
class UpToDateTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  /** One task makes a file that the next reads; the third is done for each item. */
  @Test
  void onlyWhatHasChangedIsRun() throws Exception {
    folder
        .task(
            "Pack",
            "Path from",
            """
            Path target = context.resolve(Path.of("packed"));
            java.nio.file.Files.copy(
                context.resolve(from), target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            """)
        .file("one.txt", "1\n")
        .file("two.txt", "2\n");
    String job =
        """
        version: "1"
        params: { sort: { default: "-n" } }
        tasks:
          gather:
            inputs: "*.txt"
            run: cat *.txt | sort ${{ params.sort }} > gathered; echo lines=$(wc -l < gathered) >> $ORCHESTRATE_OUTPUT
            outputs: gathered
          pack:
            needs: gather
            inputs: gathered
            java: Pack.java
            with: { from: gathered }
            outputs: packed
          show:
            needs: pack
            run: echo ${{ tasks.gather.outputs.lines }} lines
          each:
            for-each: { files: "*.txt" }
            inputs: ${{ item }}
            run: cp ${{ item }} ${{ item }}.copy
            outputs: ${{ item }}.copy
        """;
    folder.job(job);

    assertThat(folder.run().output())
        .containsPattern("gather +ok, .* s; ran because it is not known to have succeeded here\n")
        .containsPattern("each +ok, 2 of 2 items, ")
        .contains("| 2 lines");

    Files.setLastModifiedTime(path.resolve("one.txt"), FileTime.fromMillis(0));
    folder.job(job.replace("    inputs", "    # touched, and written otherwise\n    inputs"));
    Orchestrate.Result again = folder.run();
    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(again.output())
        .containsPattern("gather +up to date\n")
        .containsPattern("pack +up to date\n")
        .containsPattern("each +up to date, 2 of 2 items\n")
        .contains("| 2 lines")
        .contains("1 ok, 3 up to date of 4 tasks");
    assertThat(folder.resultOf("gather")).isEqualTo("up to date");

    folder.file("three.txt", "3\n");
    assertThat(folder.run().output())
        .containsPattern("gather +ok, .* s; ran because three.txt is new\n")
        .containsPattern("pack +ok, .* s; ran because gathered changed\n")
        .containsPattern("each +ok, 3 of 3 items, 2 up to date, ")
        .contains("up to date of each: 2 of 3 items\n");

    Files.delete(path.resolve("packed"));
    assertThat(folder.run("-p", "sort=-g").output())
        .containsPattern("gather +ok, .* s; ran because its command changed\n")
        .containsPattern("pack +ok, .* s; ran because its output packed is gone\n");

    assertThat(folder.run("-p", "sort=-g", "--rerun", "gather,each").output())
        .containsPattern("gather +ok, .* s; ran because --rerun asks for it\n")
        .containsPattern("pack +up to date\n")
        .containsPattern("each +ok, 3 of 3 items, [0-9]");
    assertThat(folder.run("--rerun", "none").exitCode()).isEqualTo(2);
  }

  @Test
  void whatFailedIsRunAgain() throws Exception {
    folder
        .job(
            """
            version: "1"
            tasks:
              check: { inputs: [a, b], run: "grep -q good a && test ! -e bad" }
              last: { needs: check, inputs: [], run: echo >> last }
            """)
        .file("a", "good\n");

    assertThat(folder.run().output())
        .contains("FAILED check: its input " + path.toRealPath().resolve("b") + " is not there");
    folder.file("b", "").run();
    assertThat(folder.resultOf("check")).isEqualTo("ok");
    folder.file("bad", "").run();
    assertThat(folder.resultOf("check")).isEqualTo("up to date");

    assertThat(folder.run("--rerun", "check").output()).contains("FAILED check: exit code 1");
    assertThat(folder.run().output())
        .contains("FAILED check: exit code 1")
        .containsPattern("check +failed, .* s; ran because it is not known to have succeeded here");
    Files.delete(path.resolve("bad"));
    folder.run();
    assertThat(folder.resultOf("check")).isEqualTo("ok");
    assertThat(folder.lines("last")).hasSize(1);
  }

  @Test
  void whatIsKeptIsPutBack() throws Exception {
    folder
        .job(
            """
            version: "1"
            cache-size: 1m
            tasks:
              make:
                inputs: source
                run: |
                  mkdir -p out && cp source out/copy && chmod +x out/copy && echo >> runs
                  echo size=$(wc -c < source) >> $ORCHESTRATE_OUTPUT
                outputs: out
                cache: true
              show: { needs: make, run: "echo size ${{ tasks.make.outputs.size }}" }
            """)
        .file("source", "one")
        .run();
    folder.file("source", "twice").run();
    Files.delete(path.resolve("out/copy"));
    assertThat(folder.run().output())
        .containsPattern("make +up to date, 1 file restored\n")
        .contains("| size 5");
    folder.file("source", "one");
    assertThat(folder.run().output())
        .containsPattern("make +up to date, 1 file restored\n")
        .contains("| size 3");
    assertThat(path.resolve("out/copy")).hasContent("one").isExecutable();
    assertThat(folder.lines("runs")).hasSize(2);

    folder.file("source", "x".repeat(2_000_000)).run();
    Files.delete(path.resolve("out/copy"));
    assertThat(folder.run().output())
        .as("larger than what may be kept")
        .containsPattern("make +ok, .* s; ran because its output out/copy is gone\n");
  }

  /** Its half-made output does not fit the record of the success before it. */
  @Test
  void whatAKilledRunHasLeftIsNotBelieved() throws Exception {
    folder
        .job(
            """
            version: "1"
            tasks:
              make:
                inputs: source
                run: |
                  echo half > made
                  test $(cat source) != slow || { touch begun; sleep 601; }
                  cp source made
                outputs: made
            """)
        .file("source", "one")
        .run();
    folder.file("source", "slow");
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("begun"));
      orchestrate.signal("KILL");
    }

    folder.file("source", "one");
    assertThat(folder.run().output())
        .containsPattern("make +ok, .* s; ran because its output made changed\n");
    assertThat(path.resolve("made")).hasContent("one");
  }

  @Test
  void aLongLookIsCutShort() throws Exception {
    try (var huge = new RandomAccessFile(path.resolve("huge").toFile(), "rw")) {
      huge.setLength(1L << 40); // It takes no room, and many minutes to be read.
    }
    folder.job(
        """
        version: "1"
        tasks:
          reads: { inputs: huge, run: touch never }
        finally:
          last: { run: touch last }
        """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.until("the look", () -> isOpen(orchestrate.coordinator().pid(), "huge"));
      orchestrate.signal("INT");
      assertThat(orchestrate.await().exitCode()).isEqualTo(130);
    }
    assertThat(folder.resultOf("reads")).isEqualTo("cancelled");
    assertThat(folder.has("never")).isFalse();
    assertThat(folder.has("last")).isTrue();
  }

  private static boolean isOpen(long pid, String name) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.anyMatch(file -> leadsTo(file, name));
    } catch (IOException e) {
      return false; // It has not begun, or has ended.
    }
  }

  private static boolean leadsTo(Path descriptor, String name) {
    try {
      return Files.readSymbolicLink(descriptor).endsWith(name);
    } catch (IOException e) {
      return false; // It was closed meanwhile.
    }
  }
}
