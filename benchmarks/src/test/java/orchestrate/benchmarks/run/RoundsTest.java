package orchestrate.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();

  @Test
  void contestantsTakeTurns() throws InterruptedException {
    List<Measurement> measured =
        run(
            sh("a", "echo metric 1"),
            new Contestant.Missing("b", false, "not here"),
            sh("c", "echo metric 3"));
    assertThat(said)
        .containsExactly(
            "s: round 1 of 2, a", "s: round 1 of 2, c", "s: round 2 of 2, a", "s: round 2 of 2, c");
    assertThat(measured).extracting(m -> m.contestant().name()).containsExactly("a", "b", "c");
    assertThat(measured).extracting(m -> m.rounds().size()).containsExactly(2, 0, 2);
    assertThat(measured.get(2).rounds().get(1).byMetric().get("metric")).containsExactly(3);
  }

  @Test
  void eachRunHasAFolderOfItsOwnThatGoes() throws IOException, InterruptedException {
    Path names = folder.resolve("names");
    run(
        sh(
            "a",
            "touch \"$BENCHMARK_FOLDER/left\"; echo \"$BENCHMARK_FOLDER\" >> "
                + names
                + "; echo metric 1"));
    List<String> folders = Files.readAllLines(names);
    assertThat(folders).hasSize(2).doesNotHaveDuplicates();
    assertThat(folders).allSatisfy(name -> assertThat(Path.of(name)).doesNotExist());
  }

  @Test
  void whoFailsIsOutAndTheOthersGoOn() throws InterruptedException {
    List<Measurement> measured = run(sh("a", "echo oh dear; exit 3"), sh("b", "echo metric 1"));
    assertThat(measured.getFirst().failure())
        .isEqualTo("a (sh -c echo oh dear; exit 3) ended with exit code 3, after\noh dear\n");
    assertThat(measured).extracting(m -> m.rounds().size()).containsExactly(0, 2);
    assertThat(said)
        .containsExactly(
            "s: round 1 of 2, a",
            measured.getFirst().failure(),
            "s: round 1 of 2, b",
            "s: round 2 of 2, b");
  }

  @Test
  void whatIsNoSampleIsAFailure() throws InterruptedException {
    assertThat(run(sh("a", "echo nonsense")).getFirst().failure()).contains("'nonsense'");
  }

  @Test
  void aScenarioMayHaveFewerRounds() throws InterruptedException {
    var scenario =
        new Scenario("s", "", "", List.of(sh("a", "echo metric 1")), List.of()).inRounds(1);
    assertThat(new Rounds(2, said::add).run(scenario).getFirst().rounds()).hasSize(1);
    assertThat(said).containsExactly("s: round 1 of 1, a");
  }

  private List<Measurement> run(Contestant... contestants) throws InterruptedException {
    Scenario scenario = new Scenario("s", "", "", List.of(contestants), List.of());
    return new Rounds(2, said::add).run(scenario);
  }

  private static Contestant sh(String name, String script) {
    return new Contestant.Program(name, true, List.of("sh", "-c", script));
  }
}
