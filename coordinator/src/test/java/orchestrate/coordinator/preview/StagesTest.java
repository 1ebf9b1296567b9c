package orchestrate.coordinator.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.plan.Plans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagesTest {
  @TempDir Path folder;

  private List<List<String>> stages(String yaml) throws Exception {
    return Stages.of(Plans.of(folder, 4, yaml)).stream()
        .map(stage -> stage.stream().map(PlannedTask::name).toList())
        .toList();
  }

  @Test
  void aTaskComesAfterAllThatItNeeds() throws Exception {
    assertThat(
            stages(
                """
                tasks:
                  last: { run: x, needs: [b, a2] }
                  a2: { run: x, needs: a }
                  a: { run: x }
                  b: { run: x }
                """))
        .containsExactly(List.of("a", "b"), List.of("a2"), List.of("last"));
  }

  @Test
  void anEventComesFromTheFirstThatSetsIt() throws Exception {
    assertThat(
            stages(
                """
                events: [go]
                tasks:
                  waits: { run: x, waits-for: go }
                  late: { run: x, needs: early, sets: go }
                  early: { run: x, sets: go }
                """))
        .containsExactly(List.of("early"), List.of("waits", "late"));
  }

  @Test
  void partiesAreFirstThenWhatHasPriority() throws Exception {
    assertThat(
            stages(
                """
                barriers: { both: 2 }
                tasks:
                  plain: { run: x }
                  urgent: { run: x, priority: 5 }
                  one: { run: x, meets: both, priority: -1 }
                  two: { run: x, meets: both }
                """))
        .containsExactly(List.of("two", "one", "urgent", "plain"));
  }

  @Test
  void aPipelineComesAfterAllThatOneOfItNeeds() throws Exception {
    assertThat(
            stages(
                """
                tasks:
                  report: { run: x, needs: count }
                  count: { run: x, pipe-from: list, needs: before }
                  list: { run: x }
                  other: { run: x, needs: before }
                  before: { run: x }
                """))
        .containsExactly(List.of("before"), List.of("count", "list", "other"), List.of("report"));
  }

  @Test
  void aLongChainIsNoTrouble() throws Exception {
    var yaml = new StringBuilder("tasks:\n  t0: { run: x }\n");
    for (int i = 1; i < 5000; i++) {
      yaml.append("  t%d: { run: x, needs: t%d }\n".formatted(i, i - 1));
    }
    assertThat(stages(yaml.toString())).hasSize(5000);
  }
}
