package orchestrate.coordinator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunHistoryTest {
  @TempDir Path path;
  private MadeUpRuns runs = new MadeUpRuns(Path.of(""));

  @BeforeEach
  void here() {
    runs = new MadeUpRuns(path);
  }

  @Test
  void eachHasItsEndingNewestFirst() throws IOException {
    runs.ended(MadeUpRuns.FIRST, 0);
    runs.ended(MadeUpRuns.SECOND, 143, "\"stopReason\": \"SIGTERM\",");
    runs.died(MadeUpRuns.THIRD);
    runs.running(MadeUpRuns.FOURTH);

    var found = RunHistory.of(path);

    assertThat(found.ids())
        .containsExactly(MadeUpRuns.FOURTH, MadeUpRuns.THIRD, MadeUpRuns.SECOND, MadeUpRuns.FIRST);
    assertThat(found.runs().map(PastRun::ending))
        .containsExactly(
            new Ending.Running(ProcessHandle.current().pid()),
            new Ending.Died(),
            new Ending.Stopped("SIGTERM"),
            new Ending.Succeeded());
    assertThat(found.runs().map(PastRun::job)).containsOnly("photos");
  }

  @Test
  void aResultSaysHowItWent() throws IOException {
    runs.ended(MadeUpRuns.FIRST, 1);

    PastRun run = RunHistory.of(path).last().orElseThrow();

    assertThat(run.ending()).isEqualTo(new Ending.Failed(1));
    assertThat(run.began()).isEqualTo(Instant.parse("2026-01-01T08:00:00Z"));
    assertThat(run.took()).isEqualTo(Duration.ofSeconds(65));
    assertThat(run.counts()).isEqualTo(Map.of("ok", 2, "failed", 1));
    assertThat(run.taskNames()).containsExactly("list", "shrink", "say");
  }

  @Test
  void aResultCountsThoughItsProcessIsStillThere() throws IOException {
    Path run = runs.running(MadeUpRuns.FIRST);
    runs.result(run, Files.readString(runs.ended(MadeUpRuns.SECOND, 0).resolve("result.json")));

    assertThat(RunHistory.of(path).runs().map(PastRun::ending))
        .containsOnly(new Ending.Succeeded());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"format\": 2}",
        "{\"format\": 1, \"job\": 5}",
        "{\"format\": 1, \"job\": \"x\", \"millis\": 1e99, \"exitCode\": 0}",
        "{\"format\": 1, \"job\": \"x\", \"millis\": 1, \"exitCode\": 0, \"tasks\": [{}]}",
        "\u0000\u0001"
      })
  void aBrokenResultIsToldAndHarmsNoOther(String text) throws IOException {
    runs.result(runs.died(MadeUpRuns.SECOND), text);
    runs.ended(MadeUpRuns.FIRST, 0);

    assertThat(RunHistory.of(path).runs().map(PastRun::ending))
        .satisfiesExactly(
            broken ->
                assertThat(broken)
                    .isInstanceOfSatisfying(
                        Ending.Unknown.class,
                        unknown -> assertThat(unknown.why()).startsWith("result.json ")),
            fine -> assertThat(fine).isEqualTo(new Ending.Succeeded()));
  }

  @Test
  void whatIsNoRunIsToldApart() throws IOException {
    runs.ended(MadeUpRuns.FIRST, 0);
    Path file = Files.writeString(runs.folder().resolve(MadeUpRuns.SECOND), "a file");
    Path noDate = runs.empty("20269999-080000-000-0002");
    Path other = runs.empty("other");
    Path link =
        Files.createSymbolicLink(
            runs.folder().resolve(MadeUpRuns.THIRD), runs.folder().resolve(MadeUpRuns.FIRST));
    Path elsewhere = Files.writeString(path.resolve("elsewhere"), "1\n1 1\n\nx");
    Files.createSymbolicLink(runs.empty(MadeUpRuns.FOURTH).resolve("begin"), elsewhere);

    var found = RunHistory.of(path);

    assertThat(found.strangers()).containsExactlyInAnyOrder(file, noDate, other, link);
    assertThat(found.ids()).containsExactly(MadeUpRuns.FOURTH, MadeUpRuns.FIRST);
    assertThat(found.last().orElseThrow().ending()).isInstanceOf(Ending.Unknown.class);
  }

  @Test
  void whereNothingWasRun() throws IOException {
    assertThat(RunHistory.of(path).ids()).isEmpty();
  }

  @Test
  void aLinkInPlaceOfTheFolderIsNotFollowed() throws IOException {
    runs.ended(MadeUpRuns.FIRST, 0);
    Path other = Files.createDirectory(path.resolve("other"));
    Files.createSymbolicLink(other.resolve(".orchestrate"), path.resolve(".orchestrate"));

    assertThatThrownBy(() -> RunHistory.of(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("links are not followed");
  }

  @Test
  void aRunIsFoundByTheBeginningOfItsId() throws IOException {
    runs.ended(MadeUpRuns.FIRST, 0);
    runs.ended(MadeUpRuns.SECOND, 0);

    var found = RunHistory.of(path);

    assertThat(found.beginningWith("20260102").stream().map(PastRun::id))
        .containsExactly(MadeUpRuns.SECOND);
    assertThat(found.beginningWith("2026")).hasSize(2);
    assertThat(found.beginningWith("2025")).isEmpty();
  }
}
