package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run offers its free slots to what builds in parallel below it, by the protocol of GNU make. */
class JobserverTest {
  @TempDir Path path;

  /** With a make of that version first on the path: what is installed here may be any. */
  private Orchestrate start(String make, String... arguments) throws IOException {
    Path bin = Files.createDirectories(path.resolve("bin"));
    Files.writeString(bin.resolve("make"), "#!/bin/sh\necho 'GNU Make " + make + "'\n");
    Files.setPosixFilePermissions(
        bin.resolve("make"), PosixFilePermissions.fromString("rwxr-xr-x"));
    return Orchestrate.start(
        path,
        Map.of("PATH", bin + ":" + System.getenv("PATH"), "MAKEFLAGS", "k --no-print-directory"),
        arguments);
  }

  private static int tokens(Path fifo) {
    try (var in = new FileInputStream(fifo.toFile())) {
      return in.available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path fifo() throws IOException {
    Await.file(path.resolve("ready"));
    return Path.of(Files.readString(path.resolve("flags")).strip().replaceFirst(".*fifo:", ""));
  }

  @Test
  void theFreeSlotsAreTheTokens() throws Exception {
    var folder =
        new JobFolder(path)
            .job(
                """
                version: "1"
                workers: { jobserver: true }
                tasks:
                  one: { run: "echo \\"$MAKEFLAGS\\" > flags; touch ready; until test -e go; do sleep 0.02; done" }
                  two: { needs: one, for-each: { range: 1..4 }, run: "touch in.${{ item }}; until test -e end; do sleep 0.02; done" }
                """);

    try (Orchestrate run = start("4.4.1", "run", "-j", "4")) {
      Path fifo = fifo();
      assertThat(folder.text("flags"))
          .isEqualTo("k --no-print-directory -j4 --jobserver-auth=fifo:" + fifo + "\n");
      Await.until("the tokens of three free slots", () -> tokens(fifo) == 3);

      try (var nested = new FileInputStream(fifo.toFile())) {
        assertThat(nested.read()).isEqualTo('+');
        folder.file("go", "");
        Await.until(
            "three tasks beside the build",
            () -> folder.has("in.1") && folder.has("in.2") && folder.has("in.3"));
        assertThat(tokens(fifo)).isZero();
        assertThat(folder.has("in.4")).isFalse();
      }
      try (var nested = new FileOutputStream(fifo.toFile())) {
        nested.write('+');
      }
      Await.file(path.resolve("in.4"));
      folder.file("end", "");
      assertThat(run.await().exitCode()).as(run.output()).isZero();
    }
  }

  @Test
  void tokensOfAKilledBuildAreReplaced() throws Exception {
    var folder =
        new JobFolder(path)
            .job(
                """
                version: "1"
                tasks:
                  killed: { run: "sh -c 'head -c 3 ${MAKEFLAGS##*fifo:} > taken; kill -9 $$' || true" }
                  next: { needs: killed, run: "echo \\"$MAKEFLAGS\\" > flags; touch ready; until test -e go; do sleep 0.02; done" }
                """);

    try (Orchestrate run = start("4.4.1", "run", "-j", "4", "--jobserver")) {
      Path fifo = fifo();
      assertThat(folder.text("taken")).isEqualTo("+++");
      Await.until("all tokens", () -> tokens(fifo) == 3);
      folder.file("go", "");
      assertThat(run.await().exitCode()).as(run.output()).isZero();
      assertThat(fifo).doesNotExist();
    }
  }

  /** A run below us is a client as make is. */
  @Test
  void aRunBelowUsUsesOurSlots() throws Exception {
    String command =
        Orchestrate.command().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    var folder =
        new JobFolder(path)
            .file("nested", "exec " + command + " run inner.yaml\n")
            .file(
                "inner.yaml",
                """
                version: "1"
                workers: { count: 4 }
                tasks:
                  pair:
                    for-each: { range: 1..2 }
                    run: "echo +1 >> visits; touch in.${{ item }}; until test -e in.1 -a -e in.2; do sleep 0.02; done; echo -1 >> visits"
                  visit: { needs: pair, for-each: { range: 1..8 }, run: "echo +1 >> visits; sleep 0.05; echo -1 >> visits" }
                """)
            .job("version: \"1\"\ntasks: { nested: { run: sh ./nested } }\n");

    try (Orchestrate run = start("4.4.1", "run", "-j", "2", "--jobserver")) {
      assertThat(run.await().exitCode()).as(run.output()).isZero();
    }
    assertThat(Visits.mostAtOnce(folder.lines("visits"))).isEqualTo(2);
  }

  @Test
  void isNotOfferedToAMakeThatWouldFail() throws Exception {
    var folder =
        new JobFolder(path)
            .job("version: \"1\"\ntasks: { a: { run: \"echo $MAKEFLAGS > flags\" } }\n");

    try (Orchestrate run = start("4.3", "run", "--jobserver")) {
      assertThat(run.await().exitCode()).as(run.output()).isZero();
      assertThat(run.output())
          .contains(
              "no jobserver for the tasks, make would stop with an error: GNU Make 4.3 is older");
    }
    assertThat(folder.text("flags")).isEqualTo("k --no-print-directory\n");
  }
}
