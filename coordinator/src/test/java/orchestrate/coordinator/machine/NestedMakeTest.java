package orchestrate.coordinator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NestedMakeTest {
  @Test
  void understandsNamedPipesFromFourPointFourOn() {
    assertThat(NestedMake.objection("GNU Make 4.4")).isEmpty();
    assertThat(NestedMake.objection("GNU Make 4.10.90")).isEmpty();
    assertThat(NestedMake.objection("GNU Make 5.0")).isEmpty();
    assertThat(NestedMake.objection("GNU Make 4.3")).contains("GNU Make 4.3 is older than 4.4");
    assertThat(NestedMake.objection("GNU Make 3.82")).isPresent();
    assertThat(NestedMake.objection("bmake")).isPresent();
    assertThat(NestedMake.objection(null)).isPresent();
  }
}
