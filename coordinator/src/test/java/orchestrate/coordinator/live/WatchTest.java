package orchestrate.coordinator.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.history.EarlierTimes;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.live.Snapshot.Estimate;
import orchestrate.coordinator.live.Snapshot.Group;
import orchestrate.coordinator.live.Snapshot.Timed;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times are in milliseconds since the run began. */
class WatchTest {
  private static final long BEGIN = 1_700_000_000_000L;
  private static final Outcome OK = new Outcome.Succeeded(Map.of());
  private static final Outcome BAD = new Outcome.Exited(3, "exit code 3");

  @TempDir Path folder;

  /** A run that is told what happens to it. */
  private static final class Told {
    final RunSummary summary;
    final Watch watch;

    Told(Plan plan) {
      summary = new RunSummary(plan);
      watch = new Watch(plan, summary);
      tell(new RunEvent.RunStarted(BEGIN, "id", "a job", "job.yaml", plan.slots(), Map.of()));
    }

    void tell(RunEvent event) {
      summary.accept(event);
      watch.accept(event);
    }

    void starts(long at, int task, long instance) {
      tell(new RunEvent.AttemptStarted(BEGIN + at, task, instance, 1));
    }

    void ends(long at, int task, long instance, long millis, Outcome outcome) {
      tell(
          new RunEvent.AttemptEnded(
              BEGIN + at,
              task,
              instance,
              1,
              millis * 1_000_000,
              ResourceUse.NONE,
              outcome,
              false,
              null));
    }

    void runs(long from, int task, long instance, long millis) {
      starts(from, task, instance);
      ends(from + millis, task, instance, millis, OK);
    }

    Snapshot snapshot(long at) {
      return watch.snapshot(BEGIN + at, List.of(), Map.of());
    }
  }

  @Test
  void aFanOutIsAGroupWhileItIsActive() throws Exception {
    var run =
        new Told(
            Plans.of(folder, 2, "tasks: { each: { for-each: { range: 1..100 }, run: work } }"));
    assertThat(run.snapshot(0).groups()).isEmpty();

    run.tell(new RunEvent.TaskActivated(BEGIN, 0, 100));
    for (int i = 0; i < 20; i++) {
      run.runs(i * 50, 0, i, 50);
    }
    run.starts(1000, 0, 20);
    run.ends(1000, 0, 20, 0, BAD);
    Snapshot snapshot = run.snapshot(1050);

    assertThat(snapshot.groups())
        .containsExactly(new Group("each", 21, 100, 1, new Estimate(3950, false)));
    assertThat(snapshot.failures()).isEqualTo(1);
    assertThat(snapshot.ended()).isZero();

    run.tell(new RunEvent.TaskEnded(BEGIN + 5000, 0, new TaskStatus.Failed()));
    assertThat(run.snapshot(5000).groups()).isEmpty();
    assertThat(run.snapshot(5000).ended()).isEqualTo(1);
  }

  /** What was long ago says nothing about how fast it is now. */
  @Test
  void aFanOutThatHasBecomeSlower() throws Exception {
    var run =
        new Told(
            Plans.of(folder, 1, "tasks: { each: { for-each: { range: 1..1000 }, run: work } }"));
    run.tell(new RunEvent.TaskActivated(BEGIN, 0, 1000));
    for (int i = 0; i < 500; i++) {
      run.runs(i * 10, 0, i, 10); // 100 in a second
    }
    run.snapshot(5000);
    for (int i = 0; i < 50; i++) {
      run.runs(5000 + i * 100, 0, 500 + i, 100); // 10 in a second
    }
    run.snapshot(10_000);
    for (int i = 0; i < 50; i++) {
      run.runs(10_000 + i * 100, 0, 550 + i, 100);
    }

    assertThat(run.snapshot(15_000).groups().getFirst().left())
        .isEqualTo(new Estimate(40_000, false));
  }

  @Test
  void tasksWithATagInCommonAreAGroup() throws Exception {
    var run =
        new Told(
            Plans.of(
                folder,
                2,
                """
                tasks:
                  a: { run: work, tags: [db] }
                  b: { run: work, tags: [db, alone] }
                  each: { for-each: { range: 1..2 }, run: work, tags: [db] }
                """));
    assertThat(run.snapshot(0).groups()).isEmpty();

    run.starts(0, 0, 0);
    assertThat(run.snapshot(10).groups()).containsExactly(new Group("db", 0, 2, 0, null));
    run.ends(20, 0, 0, 20, BAD);
    run.tell(new RunEvent.TaskEnded(BEGIN + 20, 0, new TaskStatus.Failed()));
    assertThat(run.snapshot(30).groups()).containsExactly(new Group("db", 1, 2, 1, null));
    run.tell(new RunEvent.TaskEnded(BEGIN + 40, 1, new TaskStatus.Succeeded()));
    assertThat(run.snapshot(50).groups()).isEmpty();
  }

  @Test
  void theSlowestAreKept() throws Exception {
    var run =
        new Told(Plans.of(folder, 1, "tasks: { each: { for-each: { range: 1..9 }, run: work } }"));
    run.tell(new RunEvent.TaskActivated(BEGIN, 0, 9));
    long[] millis = {3, 9, 1, 7, 8, 2, 9};
    for (int i = 0; i < millis.length; i++) {
      run.runs(i * 10, 0, i, millis[i]);
    }

    assertThat(run.snapshot(100).slowest())
        .containsExactly(
            new Timed("each[1]", 9_000_000),
            new Timed("each[6]", 9_000_000),
            new Timed("each[4]", 8_000_000));
  }

  @Test
  void withoutAnEarlierRunNothingIsKnownBeforehand() throws Exception {
    var run =
        new Told(Plans.of(folder, 2, "tasks: { a: { run: work }, b: { needs: a, run: work } }"));

    assertThat(run.snapshot(0).left()).isNull();
  }

  /** Of b and c, which are needed by nobody else, c takes longer; and a comes before both. */
  @Test
  void anEarlierRunSaysHowLongTheChainsAre() throws Exception {
    var run =
        new Told(
            Plans.of(
                folder,
                4,
                """
                tasks:
                  a: { run: work }
                  b: { needs: a, run: work }
                  c: { needs: a, run: work }
                """));
    run.watch.learn(
        Map.of(
            "a", new EarlierTimes.Task(1, 10_000),
            "b", new EarlierTimes.Task(1, 2_000),
            "c", new EarlierTimes.Task(1, 5_000)));
    run.starts(0, 0, 0);

    assertThat(run.snapshot(4_000).left()).isEqualTo(new Estimate(11_000, false));
    assertThat(run.snapshot(4_500).left()).isEqualTo(new Estimate(10_500, false));
  }

  @Test
  void whatNoRunTellsOfMakesItALowerBound() throws Exception {
    var run =
        new Told(
            Plans.of(
                folder,
                2,
                """
                tasks:
                  each: { for-each: { range: 1..10 }, run: work }
                  new: { needs: each, run: work }
                """));
    run.watch.learn(Map.of("each", new EarlierTimes.Task(10, 1_000)));

    assertThat(run.snapshot(1).left()).isEqualTo(new Estimate(5_000, true));
  }
}
