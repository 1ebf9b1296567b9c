package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks print is shown as {@code output} says, and is in their logs in any case. */
@Tag("thorough")
class OutputModeTest {
  private static final long GIGABYTE = 1 << 30;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  private static List<String> linesWith(String part, String output) {
    return output.lines().filter(line -> line.contains(part)).toList();
  }

  @Test
  void prefixIsLive() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          talk:
            for-each: { list: [a, b] }
            output: prefix
            run: |
              echo "first $ORCHESTRATE_ITEM"
              while ! test -e go; do sleep 0.02; done
              printf 'no end'
        """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.until(
          "both first lines, while the tasks run",
          () -> linesWith("first", orchestrate.output()).size() == 2);
      folder.file("go", "");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).as(result.errors()).isZero();
      assertThat(linesWith("first", result.output()))
          .containsExactlyInAnyOrder("talk[0] | first a", "talk[1] | first b");
      assertThat(linesWith("no end", result.output()))
          .containsExactlyInAnyOrder("talk[0] | no end", "talk[1] | no end");
    }
  }

  @Test
  void streamIsLiveAndHarmless() throws Exception {
    folder.job(
        """
        version: "1"
        defaults: { output: stream }
        tasks:
          talk: { run: "printf '\\\\033[2Jone\\\\n'; while ! test -e go; do sleep 0.02; done; echo two" }
        """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.until("the first line", () -> orchestrate.output().contains("\n\\x1b[2Jone\n"));
      folder.file("go", "");
      assertThat(orchestrate.await().output()).contains("\ntwo\n");
    }
  }

  @Test
  void keepOrderIsThatOfTheItems() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          slow:
            for-each: { range: 1..30 }
            output: keep-order
            run: |
              test "$ORCHESTRATE_ITEM" != 1 || while ! test -e last; do sleep 0.02; done
              test "$ORCHESTRATE_ITEM" != 30 || touch last
              test "$ORCHESTRATE_ITEM" = 7 || echo "item $ORCHESTRATE_ITEM"
              test "$ORCHESTRATE_ITEM" != 9
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output()).contains("FAILED slow[8] (9): exit code 1");
    List<String> shown = result.output().lines().filter(line -> line.startsWith("item ")).toList();
    assertThat(shown).hasSize(29).first().isEqualTo("item 1");
    assertThat(shown)
        .isSortedAccordingTo(
            (a, b) ->
                Integer.compare(
                    Integer.parseInt(a.substring(5)), Integer.parseInt(b.substring(5))));
  }

  @Test
  void noneAndGroup() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          quiet: { run: "echo hidden", output: none }
          each: { for-each: { list: [a, b] }, run: 'echo "of $ORCHESTRATE_ITEM"', output: group }
          usual: { for-each: { list: [a, b] }, run: "echo hidden" }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output()).contains("    | of a\n", "    | of b\n").doesNotContain("hidden");
    assertThat(folder.log("quiet.1.log")).hasContent("hidden");
  }

  /** With a heap that has no room for a hundredth of it. */
  @Test
  void aGigabyteCostsNoHeap() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          flood: { run: "head -c 1073741823 /dev/zero; echo; echo the end; false" }
        """);

    try (Orchestrate orchestrate =
        Orchestrate.start(path, Map.of("JDK_JAVA_OPTIONS", "-Xmx24m"), "run", "-j", "1")) {
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).as(result.errors()).isEqualTo(1);
      assertThat(result.output()).contains("    | the end\n").hasSizeLessThan(100_000);
      assertThat(Files.size(folder.log("flood.1.log"))).isGreaterThanOrEqualTo(GIGABYTE);
      Files.delete(folder.log("flood.1.log"));
    }
  }

  @Test
  void silentTasksMakeNoFiles() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          silent: { for-each: { range: 1..200 }, run: ["true"] }
          slow: { for-each: { range: 1..2 }, run: "sleep 0.3" }
        """);

    assertThat(folder.run().exitCode()).isZero();
    assertThat(folder.log("silent")).isEmptyDirectory();
    assertThat(folder.log("slow")).isEmptyDirectory();
  }

  @Test
  void theLogOfARunningTaskHasItsName() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          talk: { run: "echo here; while ! test -e go; do sleep 0.02; done" }
        """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.until("the folder", () -> !folder.runs().isEmpty());
      Await.file(folder.log("talk.1.log"));
      Await.until("its line", () -> folder.log("talk.1.log").toFile().length() == 5);
      folder.file("go", "");
      assertThat(orchestrate.await().exitCode()).isZero();
    }
  }
}
