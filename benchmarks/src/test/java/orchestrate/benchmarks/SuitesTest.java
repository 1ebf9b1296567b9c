package orchestrate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import org.junit.jupiter.api.Test;

class SuitesTest {
  private final Suites suites = new Suites(new Effort(Path.of(""), false, 5, 0, List.of(0, 1)));

  @Test
  void aScenarioIsFoundByItsName() {
    List<String> names =
        suites.chosen(List.of(), List.of()).stream()
            .flatMap(suite -> suite.scenarios().stream())
            .map(Scenario::name)
            .toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(suites.chosen(List.of(), List.of("death", "one")))
        .extracting(Suite::name)
        .containsExactly("start-up", "primitives");
  }

  @Test
  void suitesAreRunInTheirOrder() {
    assertThat(suites.chosen(List.of("queues", "commands"), List.of()))
        .extracting(Suite::name)
        .containsExactly("commands", "queues");
  }

  @Test
  void aWrongNameIsToldTheRightOnes() {
    assertThatThrownBy(() -> suites.chosen(List.of("engine"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("SUITE: there is no engine; there are start-up, commands, ");
    assertThatThrownBy(() -> suites.chosen(List.of("journal"), List.of("death")))
        .hasMessage("--only: there is no death; there are journal");
  }

  @Test
  void barsAreForMeasurementsInEarnest() {
    var smoke = new Suites(new Effort(Path.of(""), true, 1, 0, List.of(0, 1)));
    assertThat(smoke.chosen(List.of(), List.of()))
        .flatExtracting(Suite::scenarios)
        .flatExtracting(Scenario::metrics)
        .allSatisfy(metric -> assertThat(metric.bars()).isEmpty());
  }
}
