package orchestrate.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import orchestrate.coordinator.schedule.Decision.Decide;
import orchestrate.coordinator.schedule.Decision.RetryAfter;
import orchestrate.coordinator.schedule.Decision.Start;
import orchestrate.coordinator.schedule.Decision.TaskEnded;
import org.junit.jupiter.api.Test;

/** The tasks of a pipeline are started together or not at all, and none is left pending. */
class SchedulerPipelineTest extends SchedulerFixture {
  private static final Outcome.Failure EXITED = new Outcome.Exited(75, "exit code 75");
  private static final Outcome FAILED_WITH_IT = new Outcome.PipelineFailed("list: 75", EXITED);
  private static final String CANCELLED = "cancelled by ann";

  private static Event ended(int task, int attempt, Outcome outcome) {
    return new Event.Ended(task, 0, attempt, outcome);
  }

  @Test
  void startsAsAWholeWhenAllCanAndThereAreSlots() throws Exception {
    var scheduler =
        start(
            3,
            """
            tasks:
              before: { run: x }
              busy: { run: x, cpus: 2 }
              count: { run: x, pipe-from: sort, needs: before }
              list: { run: x }
              sort: { run: x, pipe-from: list }
              urgent: { run: x, priority: 9, needs: before }
            """);
    assertThat(decided()).containsExactly(new Start(0, 0, 1), new Start(1, 0, 1));
    scheduler.on(ended(0, 1, SUCCEEDED));
    assertThat(decided())
        .as("one slot is free, and waits for the others")
        .containsExactly(new TaskEnded(0, new TaskStatus.Succeeded()));
    scheduler.on(ended(1, 1, SUCCEEDED));
    assertThat(decided())
        .containsExactly(
            new TaskEnded(1, new TaskStatus.Succeeded()),
            new Start(3, 0, 1),
            new Start(4, 0, 1),
            new Start(2, 0, 1));
    scheduler.on(new Event.Paced(3, 10));
    assertThat(scheduler.startsAhead(3)).isFalse();
  }

  @Test
  void isTriedAgainAsAWhole() throws Exception {
    var scheduler =
        start(
            2,
            """
            defaults: { retry: { max: 1, delay: 5s, on-exit: 75 } }
            tasks:
              list: { run: x }
              count: { run: x, pipe-from: list }
            """);
    decided();
    scheduler.on(ended(0, 1, EXITED));
    scheduler.on(ended(1, 1, FAILED_WITH_IT));
    assertThat(decided())
        .containsExactly(
            new RetryAfter(0, 0, 2, Duration.ofSeconds(5)),
            new RetryAfter(1, 0, 2, Duration.ofSeconds(5)));

    scheduler.on(new Event.RetryDue(1, 0, 2));
    assertThat(decided()).as("one of two").isEmpty();
    scheduler.on(new Event.RetryDue(0, 0, 2));
    assertThat(decided()).containsExactly(new Start(0, 0, 2), new Start(1, 0, 2));

    scheduler.on(ended(0, 2, EXITED));
    scheduler.on(ended(1, 2, FAILED_WITH_IT));
    assertThat(decided())
        .containsExactly(
            new TaskEnded(0, new TaskStatus.Failed()), new TaskEnded(1, new TaskStatus.Failed()));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void whatTheFirstToFailIsNotTriedAgainForIsNotForTheOthersEither() throws Exception {
    var scheduler =
        start(
            2,
            """
            defaults: { retry: { max: 1, on: [timeout] } }
            tasks:
              list: { run: x }
              count: { run: x, pipe-from: list }
            """);
    var timeout = new Outcome.TimedOut(Duration.ofSeconds(2), Duration.ofSeconds(1));
    assertThat(scheduler.isRetried(new Event.Ended(1, 0, 1, FAILED_WITH_IT))).isFalse();
    var failed = new Event.Ended(1, 0, 1, new Outcome.PipelineFailed("late", timeout));
    assertThat(scheduler.isRetried(failed)).isTrue();

    scheduler.on(new Event.Cancel(Target.task(0), CANCELLED));
    assertThat(scheduler.isRetried(failed)).as("list is not started again").isFalse();
  }

  @Test
  void isSkippedAsAWhole() throws Exception {
    var scheduler =
        start(
            3,
            """
            tasks:
              bad: { run: x }
              list: { run: x }
              sort: { run: x, pipe-from: list, needs: bad }
              count: { run: x, pipe-from: sort }
              after: { run: x, needs: count }
            """);
    assertThat(decided()).containsExactly(new Start(0, 0, 1));
    scheduler.on(ended(0, 1, EXITED));
    assertThat(decided())
        .containsExactly(
            new TaskEnded(0, new TaskStatus.Failed()),
            skipped(2, "needs bad, which failed"),
            skipped(1, "in one pipeline with sort, which was skipped"),
            skipped(3, "in one pipeline with sort, which was skipped"),
            skipped(4, "needs count, which was skipped"));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void aConditionDecidesForAll() throws Exception {
    var scheduler =
        start(
            2,
            """
            params: { mode: fast }
            tasks:
              list: { run: x }
              count: { run: x, pipe-from: list, if: params.mode != 'fast' }
              after: { run: x, needs: [list, count] }
            """);
    assertThat(decided()).containsExactly(new Decide(1));
    scheduler.on(new Event.Decided(1, false));
    assertThat(decided())
        .containsExactly(
            declined(1, "its condition does not hold: params.mode != 'fast'"),
            declined(0, "in one pipeline with count, which was skipped"),
            new Start(2, 0, 1));
  }

  @Test
  void aConditionThatHasNoValueIsTheFailureOfOne() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              list: { run: x }
              count: { run: x, pipe-from: list, if: always() }
            """);
    decided();
    scheduler.on(new Event.NotExpanded(1, "no value"));
    assertThat(decided())
        .containsExactly(
            new Decision.GiveUp(1, -1, new Outcome.FailedToStart("no value")),
            new TaskEnded(1, new TaskStatus.Failed()),
            skipped(0, "in one pipeline with count, which failed"));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void whatIsCancelledBeforeItStartsTakesTheOthersWithIt() throws Exception {
    String job =
        """
        defaults: { retry: { max: 1, delay: 5s } }
        tasks:
          before: { run: x }
          busy: { run: x }
          list: { run: x, needs: before }
          count: { run: x, pipe-from: list }
        """;
    var waiting = start(2, job);
    waiting.on(ended(0, 1, SUCCEEDED));
    decided();
    waiting.on(new Event.Cancel(Target.task(3), CANCELLED));
    assertThat(decided())
        .containsExactly(
            new Decision.Stop(Target.task(3), CANCELLED),
            cancelled(3, CANCELLED),
            cancelled(2, "stopped because count was " + CANCELLED));

    var pausing = start(3, job);
    pausing.on(ended(0, 1, SUCCEEDED));
    pausing.on(ended(2, 1, EXITED));
    pausing.on(ended(3, 1, FAILED_WITH_IT));
    decided();
    pausing.on(new Event.Cancel(Target.task(2), CANCELLED));
    assertThat(decided())
        .containsExactly(
            new Decision.Stop(Target.task(2), CANCELLED),
            cancelled(2, CANCELLED),
            cancelled(3, "stopped because list was " + CANCELLED));
    pausing.on(new Event.RetryDue(3, 0, 2));
    assertThat(decided()).isEmpty();
    pausing.on(ended(1, 1, SUCCEEDED));
    assertThat(pausing.isDone()).isTrue();
  }

  @Test
  void oneUnderFinallyRunsWhenTheOthersAreOver() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              work: { run: x }
            finally:
              list: { run: x }
              mail: { run: x, pipe-from: list }
            """);
    assertThat(decided()).containsExactly(new Start(0, 0, 1));
    scheduler.on(ended(0, 1, EXITED));
    assertThat(decided())
        .containsExactly(
            new TaskEnded(0, new TaskStatus.Failed()), new Start(1, 0, 1), new Start(2, 0, 1));
  }
}
