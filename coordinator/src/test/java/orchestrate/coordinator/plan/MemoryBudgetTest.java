package orchestrate.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBudgetTest {
  private static final long MB = 1L << 20;

  @TempDir Path folder;

  @Test
  void leavesATenthAndAtLeastSo() {
    assertThat(MemoryBudget.of(10_000 * MB)).isEqualTo(9_000 * MB);
    assertThat(MemoryBudget.of(1_000 * MB)).isEqualTo(744 * MB);
    assertThat(MemoryBudget.of(100 * MB)).isZero();
  }

  @Test
  void isWhatTheUserSays() throws Exception {
    Plan plan = Plans.of(folder, 1, "tasks: { a: { run: x, memory: 1g } }");

    assertThat(MemoryBudget.of(plan.job(), 5 * MB)).isEqualTo(5 * MB);
  }

  @Test
  void isLookedUpOnlyIfATaskAsks() throws Exception {
    assertThat(MemoryBudget.of(Plans.of(folder, 1, "tasks: { a: { run: x } }").job(), null))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(
            MemoryBudget.of(
                Plans.of(folder, 1, "tasks: { a: { run: x, memory: 1m } }").job(), null))
        .isPositive()
        .isLessThan(Long.MAX_VALUE);
  }
}
