package orchestrate.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import orchestrate.coordinator.plan.RunLimits;
import orchestrate.coordinator.plan.RunLimits.Patience;
import orchestrate.coordinator.schedule.Decision.GiveUp;
import orchestrate.coordinator.schedule.Decision.RetryAfter;
import orchestrate.coordinator.schedule.Decision.Start;
import orchestrate.coordinator.schedule.Decision.Stop;
import orchestrate.coordinator.schedule.Decision.TaskEnded;
import org.junit.jupiter.api.Test;

/** What keeps tasks from starting, what ends them early, and what is forgiven. */
class SchedulerLimitsTest extends SchedulerFixture {
  private static final long GIGABYTE = 1L << 30;
  private static final String ANN = "cancelled by ann";

  @Override
  Scheduler start(int slots, String yaml) throws Exception {
    return start(new RunLimits(slots, 4 * GIGABYTE, Patience.ENDLESS), yaml);
  }

  private Scheduler start(int slots, Patience patience, String yaml) throws Exception {
    return start(new RunLimits(slots, 4 * GIGABYTE, patience), yaml);
  }

  private List<Integer> startedTasks() {
    return decided().stream()
        .filter(Start.class::isInstance)
        .map(decision -> ((Start) decision).task())
        .toList();
  }

  private static Event ended(int task, long instance, Outcome outcome) {
    return new Event.Ended(task, instance, 1, outcome);
  }

  @Test
  void startsNoMoreInstancesAtATimeThanATaskAllows() throws Exception {
    var scheduler =
        start(
            4,
            """
            tasks:
              a: { run: x, for-each: { range: 1..9 }, max-parallel: 2 }
              b: { run: x, for-each: { range: 1..9 } }
            """);
    decided();
    scheduler.on(new Event.Expanded(0, 9));
    assertThat(startedTasks()).containsExactly(0, 0);
    scheduler.on(new Event.Expanded(1, 9));
    assertThat(startedTasks()).containsExactly(1, 1);
    scheduler.on(ended(0, 1, SUCCEEDED));
    assertThat(decided()).containsExactly(new Start(0, 2, 1));
    scheduler.on(ended(1, 0, SUCCEEDED));
    assertThat(startedTasks()).containsExactly(1);
  }

  @Test
  void startsHigherPrioritiesFirstAndEqualOnesInTheOrderOfThePlan() throws Exception {
    var scheduler =
        start(
            1,
            """
            semaphores: { s: 1 }
            tasks:
              low: { run: x, priority: -1 }
              a: { run: x, acquire: s }
              b: { run: x }
              high: { run: x, priority: 5, acquire: s }
            """);
    var order = new ArrayList<>(startedTasks());
    for (int i = 0; i < 4; i++) {
      scheduler.on(ended(order.getLast(), 0, SUCCEEDED));
      order.addAll(startedTasks());
    }
    assertThat(order).containsExactly(3, 1, 2, 0);
  }

  @Test
  void drainsUntilATaskOfSeveralCpusFits() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              wide: { run: x, cpus: 2, needs: first }
              first: { run: x }
              many: { run: x, for-each: { range: 1..9 } }
            """);
    scheduler.on(new Event.Expanded(2, 9));
    assertThat(startedTasks()).containsExactly(1, 2);
    scheduler.on(ended(1, 0, SUCCEEDED));
    assertThat(startedTasks()).isEmpty();
    scheduler.on(ended(2, 0, SUCCEEDED));
    assertThat(startedTasks()).containsExactly(0);
    scheduler.on(ended(0, 0, SUCCEEDED));
    assertThat(startedTasks()).containsExactly(2, 2);
  }

  /** Those that declare none go on meanwhile, smaller ones that declare some don't overtake it. */
  @Test
  void keepsTheMemoryOfRunningTasksWithinTheBudget() throws Exception {
    var scheduler =
        start(
            4,
            """
            tasks:
              big: { run: x, memory: 3g, for-each: { range: 1..2 } }
              small: { run: x, memory: 1g, for-each: { range: 1..9 } }
              none: { run: x, for-each: { range: 1..9 } }
            """);
    scheduler.on(new Event.Expanded(1, 9));
    assertThat(startedTasks()).containsExactly(1, 1, 1, 1);
    scheduler.on(new Event.Expanded(0, 2));
    scheduler.on(new Event.Expanded(2, 9));
    scheduler.on(ended(1, 0, SUCCEEDED));
    assertThat(startedTasks()).containsExactly(2);
    scheduler.on(ended(1, 1, SUCCEEDED));
    assertThat(startedTasks()).containsExactly(2);
    scheduler.on(ended(1, 2, SUCCEEDED));
    assertThat(startedTasks()).as("3 of 4 GB are free").containsExactly(0);
    scheduler.on(ended(1, 3, SUCCEEDED));
    assertThat(startedTasks()).as("its second is first in the queue").containsExactly(2);
  }

  @Test
  void stopsTheRunAtItsFirstFailureAndSaysWhich() throws Exception {
    var scheduler =
        start(
            2,
            new Patience(1, "--fail-fast"),
            """
            tasks:
              a: { run: x }
              b: { run: x }
              c: { run: x, needs: a }
              d: { run: x }
            """);
    decided();
    scheduler.on(ended(0, 0, FAILED));
    String reason = "stopped after 1 failure (--fail-fast): a";
    assertThat(decided())
        .containsExactlyInAnyOrder(
            new Stop(Target.RUN, reason),
            new TaskEnded(0, new TaskStatus.Failed()),
            new TaskEnded(2, new TaskStatus.Cancelled(reason)),
            new TaskEnded(3, new TaskStatus.Cancelled(reason)));
    scheduler.on(ended(1, 0, new Outcome.Cancelled(reason)));
    assertThat(decided()).containsExactly(new TaskEnded(1, new TaskStatus.Cancelled(reason)));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void countsInstancesThatFailForGoodButNotThoseThatMay() throws Exception {
    var scheduler =
        start(
            9,
            new Patience(2, "--max-failures 2"),
            """
            tasks:
              a: { run: x, for-each: { range: 1..3 }, retry: 1 }
              may: { run: x, allow-failure: true }
            """);
    scheduler.on(new Event.Expanded(0, 3));
    scheduler.on(ended(1, 0, FAILED));
    scheduler.on(ended(0, 0, FAILED));
    scheduler.on(new Event.RetryDue(0, 0, 2));
    scheduler.on(new Event.Ended(0, 0, 2, FAILED));
    assertThat(decided()).noneMatch(Stop.class::isInstance);
    scheduler.on(new Event.Ended(0, 1, 2, FAILED));
    assertThat(decided())
        .containsExactly(
            new Stop(
                Target.RUN, "stopped after 2 failures (--max-failures 2), the last one: a[1]"));
  }

  @Test
  void aFanOutStopsAtItsFirstFailureAndTheRestGoesOn() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              a: { run: x, for-each: { range: 1..9 }, fail-fast: true }
              b: { run: x }
            """);
    scheduler.on(new Event.Expanded(0, 9));
    scheduler.on(ended(1, 0, SUCCEEDED));
    decided();
    scheduler.on(ended(0, 1, FAILED));
    String reason = "stopped after its first failure (fail-fast): a[1]";
    assertThat(decided()).containsExactly(new Stop(Target.task(0), reason));
    scheduler.on(ended(0, 0, new Outcome.Cancelled(reason)));
    assertThat(decided()).containsExactly(new TaskEnded(0, new TaskStatus.Failed()));
    assertThat(scheduler.progress().getFirst().cancelled()).isEqualTo(8);
  }

  @Test
  void thoseWhoNeedATaskThatMayFailRun() throws Exception {
    var scheduler =
        start(
            1,
            """
            events: [e]
            tasks:
              a: { run: x, allow-failure: true, sets: e }
              b: { run: x, needs: a, waits-for: e }
            """);
    decided();
    scheduler.on(ended(0, 0, FAILED));
    assertThat(decided())
        .containsExactly(
            new Decision.SetEvent("e"),
            new TaskEnded(0, new TaskStatus.AllowedFailure()),
            new Start(1, 0, 1));
  }

  @Test
  void cancellingATaskSkipsThoseWhoNeedIt() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              a: { run: x, for-each: { range: 1..9 } }
              b: { run: x, needs: a }
              c: { run: x }
            """);
    scheduler.on(new Event.Expanded(0, 9));
    scheduler.on(ended(2, 0, SUCCEEDED));
    decided();
    scheduler.on(new Event.Cancel(Target.task(0), ANN));
    assertThat(decided()).containsExactly(new Stop(Target.task(0), ANN));
    scheduler.on(ended(0, 0, new Outcome.Cancelled(ANN)));
    assertThat(decided())
        .containsExactly(
            new TaskEnded(0, new TaskStatus.Cancelled(ANN)),
            new TaskEnded(1, new TaskStatus.Skipped("needs a, which was cancelled by ann")));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void cancelsOneInstanceWhereverItStands() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              a: { run: x, for-each: { range: 1..6 }, retry: { max: 1, delay: 1h } }
            """);
    scheduler.on(new Event.Expanded(0, 6));
    scheduler.on(ended(0, 0, FAILED)); // pauses
    assertThat(decided()).contains(new Start(0, 2, 1)).anyMatch(RetryAfter.class::isInstance);

    for (long instance : new long[] {0, 3}) {
      scheduler.on(new Event.Cancel(new Target(0, instance), ANN));
      assertThat(decided()).contains(new GiveUp(0, instance, new Outcome.Cancelled(ANN)));
    }
    scheduler.on(new Event.Cancel(new Target(0, 1), ANN)); // runs
    assertThat(decided()).containsExactly(new Stop(new Target(0, 1), ANN));
    scheduler.on(ended(0, 1, new Outcome.Cancelled(ANN)));
    assertThat(decided()).as("3 is passed over").containsExactly(new Start(0, 4, 1));
    scheduler.on(new Event.RetryDue(0, 0, 2));
    scheduler.on(new Event.Cancel(new Target(0, 3), ANN));
    assertThat(decided()).doesNotHaveAnyElementsOfTypes(Start.class, GiveUp.class);

    scheduler.on(ended(0, 2, SUCCEEDED));
    scheduler.on(ended(0, 4, SUCCEEDED));
    scheduler.on(ended(0, 5, SUCCEEDED));
    assertThat(decided()).endsWith(new TaskEnded(0, new TaskStatus.Cancelled(ANN)));
    assertThat(scheduler.progress().getFirst().cancelled()).isEqualTo(3);
  }
}
