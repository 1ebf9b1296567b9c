package orchestrate.coordinator.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
  @TempDir Path path;
  private MadeUpRuns runs = new MadeUpRuns(Path.of(""));

  @BeforeEach
  void here() {
    runs = new MadeUpRuns(path);
  }

  @Test
  void keepsTheNewestOfAnyResultAndWhatIsUnderWay() throws IOException {
    Path under = runs.running(MadeUpRuns.FIRST);
    Path oldest = runs.ended(MadeUpRuns.SECOND, 0);
    Path died = runs.died(MadeUpRuns.THIRD);
    Path newest = runs.ended(MadeUpRuns.FOURTH, 1);

    var pruning = prune(false, 1, null);

    assertThat(pruning.deleted()).containsExactly(MadeUpRuns.THIRD, MadeUpRuns.SECOND);
    assertThat(pruning.failures()).isEmpty();
    assertThat(under).exists();
    assertThat(newest).exists();
    assertThat(oldest).doesNotExist();
    assertThat(died).doesNotExist();
    assertThat(runs.folder())
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
  }

  @Test
  void countsTheBytesAndADryRunDeletesNothing() throws IOException {
    Path run = runs.ended(MadeUpRuns.FIRST, 0);
    Files.writeString(
        Files.createDirectories(run.resolve("logs/shrink")).resolve("0.1.log"), "x".repeat(1000));
    long bytes = Files.size(run.resolve("result.json")) + Files.size(run.resolve("begin")) + 1000;

    assertThat(prune(true, 0, null).bytes()).isEqualTo(bytes);
    assertThat(run).exists();
    assertThat(prune(false, 0, null).bytes()).isEqualTo(bytes);
    assertThat(run).doesNotExist();
  }

  @Test
  void youngerOnesStay() throws IOException {
    Path first = runs.ended(MadeUpRuns.FIRST, 0);
    Path second = runs.ended(MadeUpRuns.SECOND, 0);

    prune(false, 0, Instant.parse("2026-01-02T00:00:00Z"));

    assertThat(first).doesNotExist();
    assertThat(second).exists();
  }

  @Test
  void whatLinksLeadToStays() throws IOException {
    Path precious = Files.createDirectory(path.resolve("precious"));
    Files.writeString(precious.resolve("file"), "kept");
    Path run = runs.ended(MadeUpRuns.FIRST, 0);
    Files.createSymbolicLink(run.resolve("logs/link"), precious);
    Path link = Files.createSymbolicLink(runs.folder().resolve(MadeUpRuns.SECOND), precious);

    prune(false, 0, null);

    assertThat(run).doesNotExist();
    assertThat(link).isSymbolicLink();
    assertThat(precious.resolve("file")).hasContent("kept");
  }

  @Test
  void whatIsNoRunsOrMayBeUnderWayStays() throws IOException {
    Path other = runs.empty("notes");
    Path unknown = runs.empty(MadeUpRuns.FIRST);
    Path broken = runs.result(runs.running(MadeUpRuns.SECOND), "{");
    Path brokenAndOver = runs.result(runs.died(MadeUpRuns.THIRD), "{");

    prune(false, 0, null);

    assertThat(other).exists();
    assertThat(unknown).exists();
    assertThat(broken).exists();
    assertThat(brokenAndOver).doesNotExist();
  }

  @Test
  void whatAnEarlierPruningHasHalfDeletedIsDeletedAndIsNoRun() throws IOException {
    Path half =
        Files.move(
            runs.ended(MadeUpRuns.FIRST, 0),
            runs.folder().resolve("." + MadeUpRuns.FIRST + ".pruned"));

    assertThat(RunHistory.of(path).ids()).isEmpty();
    assertThat(RunHistory.of(path).strangers()).isEmpty();
    assertThat(prune(true, 0, null).deleted()).isEmpty();
    assertThat(half).exists();
    prune(false, 5, null);
    assertThat(half).doesNotExist();
  }

  private Pruning prune(boolean dry, int keep, @Nullable Instant before) throws IOException {
    var pruning = new Pruning(RunHistory.of(path), dry);
    pruning.prune(keep, before);
    return pruning;
  }
}
