package orchestrate.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneStatusTest {
  private final MemorySegment memory = Arena.ofAuto().allocate(LaneStatus.BYTES, 8);
  private final LaneStatus lane = new LaneStatus(memory);
  private final LaneStatus looker = new LaneStatus(memory);

  @Test
  void saysWhatRunsUntilItHasEnded() {
    assertThat(looker.read()).isEmpty();
    lane.begin(run(1, "build", 0, null, Map.of("disk", 2, "net", 1)), System.nanoTime());
    assertThat(looker.read())
        .contains(new Activity("build", Activity.NO_FAN_OUT, 1, Map.of("disk", 2, "net", 1)));
    assertThat(looker.read().orElseThrow().describe()).isEqualTo("build");
    lane.end();
    assertThat(looker.read()).isEmpty();
    lane.begin(run(2, "test", 7, "an item", Map.of()), System.nanoTime());
    assertThat(looker.read()).contains(new Activity("test", 7, 1, Map.of()));
    assertThat(looker.read().orElseThrow().describe()).isEqualTo("test[7]");
  }

  @Test
  void cutsWhatDoesNotFit() {
    lane.begin(run(1, "n".repeat(1000), 0, null, Map.of("disk", 1)), System.nanoTime());
    assertThat(looker.read().orElseThrow().task()).matches("n{400,}");
  }

  @Test
  void saysSinceWhen() {
    Run first = run(1, "build", 0, null, Map.of());
    lane.begin(first, System.nanoTime() - 5_000_000);
    assertThat(looker.nanosAt(first)).isGreaterThanOrEqualTo(5_000_000);
    assertThat(looker.nanosAt(run(2, "build", 0, null, Map.of()))).isZero();
    lane.end();
    assertThat(looker.nanosAt(first)).isZero();
  }

  /** Of two tasks that take turns, each with an instance of its own. */
  @Test
  void neverShowsHalfOfOneAndHalfOfTheOther() throws Exception {
    var changes =
        new FutureTask<Void>(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                lane.begin(
                    i % 2 == 0 ? run(1, "one", 1, "", Map.of()) : run(2, "two", 2, "", Map.of()),
                    0);
              }
              return null;
            });
    Thread.ofPlatform().start(changes);
    while (!changes.isDone()) {
      looker.read().ifPresent(seen -> assertThat(seen.describe()).isIn("one[1]", "two[2]"));
    }
    changes.get();
  }

  private static Run run(
      int task, String name, long instance, @Nullable String item, Map<String, Integer> held) {
    var definition =
        new TaskDefinition(
            task,
            name,
            item != null,
            Map.of(),
            Secrets.NONE,
            held,
            List.of(),
            new TaskDefinition.Command(15, List.of(), null, null, null, null));
    return new Run(definition, instance, 1, item, Map.of(), List.of(List.of("true")));
  }
}
