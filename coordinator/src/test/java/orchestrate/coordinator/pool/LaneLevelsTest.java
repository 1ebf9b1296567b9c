package orchestrate.coordinator.pool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Secrets;
import orchestrate.worker.protocol.TaskDefinition;
import orchestrate.worker.protocol.WorkerChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneLevelsTest {
  private static final TaskDefinition TASK =
      new TaskDefinition(
          0,
          "t",
          true,
          Map.of(),
          Secrets.NONE,
          Map.of(),
          List.of(),
          new TaskDefinition.JavaTask("", "T", Map.of(), List.of()));

  private final LaneLevels levels = new LaneLevels();
  private final Wire wire = new Wire();
  private final List<WorkerProcess> workers = new ArrayList<>();
  private long instances;

  @TempDir Path folder;

  @AfterEach
  void close() {
    workers.forEach(worker -> worker.channel().close());
  }

  /** One with a single lane, which is at work. */
  private LaneSlot lane() throws IOException {
    LaneSlot lane = standby();
    lane.worker().enterService();
    return lane;
  }

  private LaneSlot standby() throws IOException {
    int number = workers.size() + 1;
    var setup =
        new WorkerSetup(folder, number, 1, false, 1, folder, folder, Set.of(), null, Map.of());
    var worker =
        new WorkerProcess(
            setup, WorkerKind.JAVA, WorkerChannel.create(setup.channelFile(), 1, false));
    workers.add(worker);
    LaneSlot lane = worker.lanes().getFirst();
    levels.add(lane);
    return lane;
  }

  private void give(LaneSlot lane) {
    var run = new Run(TASK, instances++, 1, "i", Map.of(), List.of());
    var attempt = new Attempt(run, WorkerKind.JAVA, null, Duration.ZERO, List.of());
    assertThat(lane.give(attempt, wire)).isEqualTo(LaneSlot.Giving.DONE);
    levels.update(lane);
  }

  private void end(LaneSlot lane) {
    Run run = lane.attempts().iterator().next().run();
    lane.remove(
        new Finished(
            0, run.instance(), 1, 1, ResourceUse.NONE, Finished.Succeeded.WITHOUT_OUTPUTS));
    levels.update(lane);
  }

  @Test
  void oneThatWasJustUsedGoesBeforeOneThatNeverWas() throws IOException {
    LaneSlot first = lane();
    LaneSlot second = lane();
    LaneSlot third = lane();
    assertThat(levels.least()).isSameAs(first);
    give(first);
    assertThat(levels.least()).isSameAs(second);
    give(second);
    end(first);
    end(second);
    assertThat(levels.least()).isSameAs(second);
    give(second);
    give(first);
    assertThat(levels.least()).isSameAs(third);
  }

  @Test
  void whoIsNotAtWorkIsGivenNothing() throws IOException {
    LaneSlot booting = standby();
    assertThat(levels.least()).isNull();
    booting.worker().enterService();
    assertThat(levels.least()).isSameAs(booting);
    booting.worker().retire(new WorkerEnd.Distrusted());
    assertThat(levels.least()).isNull();
  }

  @Test
  void theFewestIsThatOfTheLaneThatWillBeFreeFirst() throws IOException {
    assertThat(levels.fewest()).as("with nobody to wait for").isEqualTo(LaneLevels.MOST_IN_LANE);
    LaneSlot first = lane();
    LaneSlot second = lane();
    give(first);
    give(first);
    assertThat(levels.fewest()).isZero();
    give(second);
    assertThat(levels.fewest()).isEqualTo(1);
    end(second);
    assertThat(levels.fewest()).isZero();
    levels.remove(second);
    assertThat(levels.fewest()).isEqualTo(2);
  }

  @Test
  void oneThatHasAsMuchAsItMayIsGivenNoMore() throws IOException {
    LaneSlot lane = lane();
    for (int i = 0; i < LaneLevels.MOST_IN_LANE; i++) {
      assertThat(levels.least()).isSameAs(lane);
      give(lane);
    }
    assertThat(levels.least()).isNull();
    end(lane);
    assertThat(levels.least()).isSameAs(lane);
    lane.withdraw(new ArrayDeque<>());
    levels.update(lane);
    assertThat(lane.level).isZero();
  }

  @Test
  void ofAllItIsAlwaysOneWithTheFewest() throws IOException {
    var random = new Random(1);
    var lanes = new ArrayList<LaneSlot>();
    for (int i = 0; i < 12; i++) {
      lanes.add(lane());
    }
    for (int step = 0; step < 5_000; step++) {
      LaneSlot lane = lanes.get(random.nextInt(lanes.size()));
      switch (random.nextInt(8)) {
        case 0 -> {
          lane.withdraw(new ArrayDeque<>());
          levels.update(lane);
        }
        case 1 -> {
          levels.remove(lane);
          levels.update(lane); // which says nothing any more
          levels.add(lane);
        }
        case 2, 3, 4 -> give(lane);
        default -> {
          if (!lane.isIdle()) {
            end(lane);
          }
        }
      }
      int fewest = lanes.stream().mapToInt(LaneSlot::queue).min().orElseThrow();
      LaneSlot least = requireNonNull(levels.least());
      assertThat(least.queue()).isEqualTo(fewest);
    }
  }
}
