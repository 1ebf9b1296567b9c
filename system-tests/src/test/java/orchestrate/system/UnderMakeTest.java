package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Started by {@code make -j}, a run takes part in its jobserver. make counts its tokens at the end. */
class UnderMakeTest {
  private static final String TOKENS_ARE_MISSING = "INTERNAL: Exiting with";

  /** Two instances must be inside at once for one of them to end. */
  private static final String VISITS =
      """
      version: "1"
      workers: { count: 4 }
      tasks:
        pair:
          for-each: { range: 1..2 }
          run: "echo +1 >> visits; touch in.${{ item }}; until test -e in.1 -a -e in.2; do sleep 0.02; done; echo -1 >> visits"
        visit:
          needs: pair
          for-each: { range: 1..12 }
          run: "echo +1 >> visits; sleep 0.05; echo -1 >> visits"
      """;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void thereIsMake() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/make")), "make is not installed at /usr/bin/make");
    folder = new JobFolder(path);
  }

  /** A makefile that runs the job, and a script that becomes orchestrate. */
  private void makefile(String prefix, String arguments) throws IOException {
    String command =
        Orchestrate.command().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    folder
        .file("orchestrate", "echo $$ > pid\nexec " + command + " \"$@\"\n")
        .file("Makefile", "all:\n\t%ssh ./orchestrate run %s\n".formatted(prefix, arguments));
  }

  private Orchestrate start(String... options) throws IOException {
    var command = new ArrayList<>(List.of("/usr/bin/make"));
    command.addAll(List.of(options));
    return Orchestrate.startProgram(path, Map.of("MAKEFLAGS", ""), command);
  }

  private Orchestrate.Result make(String... options) throws IOException, InterruptedException {
    try (Orchestrate make = start(options)) {
      return make.await();
    }
  }

  @Test
  void runsAsManyTasksAsMakeHasJobs() throws Exception {
    folder.job(VISITS);
    makefile("+", "");

    Orchestrate.Result result = make("-j2");

    assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    assertThat(Visits.mostAtOnce(folder.lines("visits"))).isEqualTo(2);
    assertThat(result.output() + result.errors()).doesNotContain(TOKENS_ARE_MISSING);
  }

  @Test
  void givesItsTokensBackWhenItIsStopped() throws Exception {
    folder.job(
        """
        version: "1"
        workers: { count: 4 }
        tasks: { stay: { for-each: { range: 1..9 }, run: "touch in.${{ item }}; exec sleep 604" } }
        """);
    makefile("+-", "");

    try (Orchestrate make = start("-j3")) {
      Await.until(
          "three tasks", () -> folder.has("in.1") && folder.has("in.2") && folder.has("in.3"));
      Orchestrate.signal(Long.parseLong(folder.text("pid").strip()), "TERM");
      Orchestrate.Result result = make.await();

      assertThat(result.output() + result.errors())
          .contains("Error 143 (ignored)")
          .doesNotContain(TOKENS_ARE_MISSING);
      assertThat(folder.has("in.4")).isFalse();
    }
  }

  @Test
  void goesOnByItselfWhereMakeKeepsItsJobserver() throws Exception {
    folder
        .file("nested.mk", "all: ; @echo built\n")
        .job(
            """
            version: "1"
            tasks: { nested: { run: [make, -f, nested.mk] } }
            """);
    makefile("", "");

    Orchestrate.Result result = make("-j2");

    assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    assertThat(result.output())
        .containsOnlyOnce("the jobserver that MAKEFLAGS names can't be used: its descriptors");
    assertThat(Files.readString(folder.log("nested.1.log"))).isEqualTo("built\n");
  }

  @Test
  void aNumberOfJobsOfItsOwnComesFirst() throws Exception {
    folder.job(VISITS.replace("1..2", "1..3").replace("-e in.2", "-e in.2 -a -e in.3"));
    makefile("+", "-j 3");

    Orchestrate.Result result = make("-j2");

    assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    assertThat(Visits.mostAtOnce(folder.lines("visits"))).isEqualTo(3);
  }
}
