package orchestrate.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import orchestrate.config.expression.Question;
import orchestrate.coordinator.schedule.Decision.Decide;
import orchestrate.coordinator.schedule.Decision.Start;
import org.junit.jupiter.api.Test;

/** Needs that don't ask for success, conditions, and what comes last. */
class SchedulerConditionsTest extends SchedulerFixture {
  private Scheduler start(String yaml) throws Exception {
    return start(2, yaml);
  }

  private static TaskStatus declined(String condition) {
    return new TaskStatus.Declined("its condition does not hold: " + condition);
  }

  @Test
  void startsWhatNeedsThatSomethingIsOver() throws Exception {
    var scheduler =
        start(
            """
            tasks:
              a: { run: x }
              b: { run: x, needs: { a: completed } }
              c: { run: x, needs: { a: success, b: completed } }
            """);
    decided();
    scheduler.on(ended(0, FAILED));
    assertThat(decided())
        .containsExactly(
            is(0, new TaskStatus.Failed()),
            is(2, new TaskStatus.Skipped("needs a, which failed")),
            new Start(1, 0, 1));
  }

  @Test
  void asksWhetherATaskIsWantedWhenItsNeedsAreMet() throws Exception {
    var scheduler =
        start(
            """
            tasks:
              a: { run: x }
              b: { run: x, needs: a, if: tasks.a.result == 'failure' }
              c: { run: x, needs: b }
            """);
    decided();
    scheduler.on(ended(0, SUCCEEDED));
    assertThat(decided()).containsExactly(is(0, new TaskStatus.Succeeded()), new Decide(1));
    scheduler.on(new Event.Decided(1, false));
    assertThat(decided())
        .as("who needs it takes it as done")
        .containsExactly(is(1, declined("tasks.a.result == 'failure'")), new Start(2, 0, 1));
  }

  @Test
  void doesNotAskIfANeedHasFailedUnlessTheConditionAsksHowItWent() throws Exception {
    var scheduler =
        start(
            """
            tasks:
              a: { run: x }
              b: { run: x, needs: a, if: params.p == 'x' }
              c: { run: x, needs: a, if: failure() }
              d: { run: x, needs: b, if: failure() }
            params: { p: x }
            """);
    decided();
    scheduler.on(ended(0, FAILED));
    assertThat(decided())
        .containsExactly(
            is(0, new TaskStatus.Failed()),
            new Decide(2),
            is(1, new TaskStatus.Skipped("needs a, which failed")),
            new Decide(3));
    assertThat(scheduler.progress().get(2).answer(Question.FAILURE)).isTrue();
    assertThat(scheduler.progress().get(3).answer(Question.FAILURE)).as("through b").isTrue();
    assertThat(scheduler.progress().get(3).answer(Question.SUCCESS)).isFalse();
    assertThat(scheduler.progress().get(3).answer(Question.CANCELLED)).isFalse();
  }

  private static final String WITH_FINALS =
      """
      tasks:
        a: { run: x }
        b: { run: x, needs: a }
      finally:
        one: { run: x }
        two: { run: x, needs: one, if: failure() }
      """;

  @Test
  void startsFinalTasksWhenAllOthersAreOver() throws Exception {
    var scheduler = start(WITH_FINALS);
    assertThat(decided()).containsExactly(new Start(0, 0, 1));
    scheduler.on(ended(0, FAILED));
    assertThat(decided())
        .containsExactly(
            is(0, new TaskStatus.Failed()),
            is(1, new TaskStatus.Skipped("needs a, which failed")),
            new Start(2, 0, 1));
    scheduler.on(ended(2, SUCCEEDED));
    assertThat(decided()).containsExactly(is(2, new TaskStatus.Succeeded()), new Decide(3));
    assertThat(scheduler.progress().get(3).answer(Question.FAILURE)).isTrue();
    scheduler.on(new Event.Decided(3, true));
    assertThat(decided()).containsExactly(new Start(3, 0, 1));
    scheduler.on(ended(3, SUCCEEDED));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void startsFinalTasksOfACancelledRun() throws Exception {
    var scheduler = start(WITH_FINALS);
    decided();
    scheduler.on(CANCEL);
    scheduler.on(ended(0, new Outcome.Cancelled(STOPPED)));
    assertThat(decided()).endsWith(new Start(2, 0, 1));
    assertThat(scheduler.progress().get(3).answer(Question.CANCELLED)).isTrue();

    scheduler.on(CANCEL);
    scheduler.on(ended(2, new Outcome.Cancelled(STOPPED)));
    assertThat(decided())
        .containsSubsequence(
            new Decision.Stop(Target.RUN, STOPPED),
            is(3, new TaskStatus.Cancelled(STOPPED)),
            is(2, new TaskStatus.Cancelled(STOPPED)));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void dropsFinalTasksOfARunThatIsCancelledTwice() throws Exception {
    var scheduler = start(WITH_FINALS);
    scheduler.on(CANCEL);
    scheduler.on(CANCEL);
    decided();
    scheduler.on(ended(0, new Outcome.Cancelled(STOPPED)));
    assertThat(decided()).containsExactly(is(0, new TaskStatus.Cancelled(STOPPED)));
    assertThat(scheduler.isDone()).isTrue();
  }
}
