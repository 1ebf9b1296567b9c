package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code orchestrate cancel} from another process. */
class CancelTest {
  @TempDir Path path;

  @Test
  void anItemThenATaskThenTheRun() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          one: { for-each: { list: [a, b] }, run: "touch one.${{ item }}; sleep 600" }
          after: { needs: one, run: touch never }
          all: { run: "touch all; sleep 600" }
        """);

    try (Orchestrate orchestrate = Orchestrate.start(path, "run", "-j", "3")) {
      for (String file : new String[] {"one.a", "one.b", "all"}) {
        Await.file(path.resolve(file));
      }
      Orchestrate.Result wrong = cancel("two", "one[2]", "all[0]");
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.errors())
          .contains(": there is no task `two`\n")
          .contains(": one[2] is not there, or has ended\n")
          .contains(": all has no instances: it has no `for-each`\n");

      Orchestrate.Result item = cancel("one[1]");
      assertThat(item.exitCode()).as(item.errors()).isZero();
      assertThat(item.output()).endsWith(": cancelled one[1]\n");
      Await.until("the stop of the item", () -> orchestrate.output().contains("stopping one[1]\n"));

      assertThat(cancel("one").exitCode()).isZero();
      Await.until("the end of the task", () -> orchestrate.output().contains("after  skipped:"));

      assertThat(cancel().output()).endsWith(": cancelled the run\n");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output())
          .containsPattern("skipped: needs one, which was cancelled by .* \\(pid \\d+\\) with `orc")
          .containsPattern(
              " of 3 tasks; cancelled by .* \\(pid \\d+\\) with `orchestrate cancel`\n");
      assertThat(orchestrate.processes()).isEmpty();
    }
    assertThat(folder.resultOf("one")).isEqualTo("cancelled");
    assertThat(folder.resultOf("all")).isEqualTo("cancelled");
    assertThat(folder.has("never")).isFalse();
    assertThat(folder.sessions()).isEmpty();
  }

  @Test
  void aRunThatHasNoPlaceInMemory() throws Exception {
    assumeTrue(
        new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0,
        "file systems can't be mounted");
    new JobFolder(path).job("version: \"1\"\ntasks: { a: { run: \"touch a; sleep 600\" } }\n");

    try (Orchestrate run = startOnDisk("run", "-j", "1")) {
      Await.file(path.resolve("a"));
      try (Orchestrate cancel = startOnDisk("cancel", "a")) {
        assertThat(cancel.await().output()).endsWith(": cancelled a\n");
      }
      assertThat(run.await().exitCode()).isEqualTo(1);
    }
    assertThat(path.resolve(".orchestrate/sessions")).isEmptyDirectory();
  }

  /** With neither a runtime folder nor a place in /dev/shm. */
  private Orchestrate startOnDisk(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o ro none /dev/shm && exec \"$@\"",
                "sh"));
    command.addAll(Orchestrate.command());
    command.addAll(List.of(arguments));
    return Orchestrate.startProgram(path, Map.of("XDG_RUNTIME_DIR", "/nowhere"), command);
  }

  @Test
  void whereNothingRuns() throws Exception {
    Orchestrate.Result result = cancel();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors()).isEqualTo("orchestrate: no run is under way\n");
    assertThat(cancel("20200101-000000-000-abcd", "a").errors())
        .contains("no run 20200101-000000-");
  }

  private Orchestrate.Result cancel(String... targets) throws Exception {
    var arguments = new String[targets.length + 1];
    arguments[0] = "cancel";
    System.arraycopy(targets, 0, arguments, 1, targets.length);
    return Orchestrate.run(path, arguments);
  }
}
