package orchestrate.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import orchestrate.config.expression.Question;
import orchestrate.coordinator.schedule.Decision.Decide;
import orchestrate.coordinator.schedule.Decision.RetryAfter;
import orchestrate.coordinator.schedule.Decision.Start;
import orchestrate.coordinator.schedule.Decision.Stop;
import orchestrate.coordinator.schedule.Decision.StopService;
import orchestrate.coordinator.schedule.Decision.TaskEnded;
import org.junit.jupiter.api.Test;

/** When services start, when others may use them, and when they are stopped. */
class SchedulerServicesTest extends SchedulerFixture {
  private static final TaskStatus DIED = new TaskStatus.Skipped("needs db, which failed");

  private static Event ready(int task) {
    return new Event.ServiceReady(task);
  }

  private static TaskEnded cancelled(int task) {
    return is(task, new TaskStatus.Cancelled(STOPPED));
  }

  private static final String ONE_USER =
      """
      tasks:
        db: { run: x, service: true }
        test: { run: x, needs: db }
      """;

  @Test
  void aUserStartsWhenTheServiceIsReadyAndTheServiceIsStoppedAfterIt() throws Exception {
    var scheduler = start(1, ONE_USER);
    assertThat(decided()).containsExactly(starts(0));
    assertThat(scheduler.slotsInUse()).as("it takes none").isZero();
    assertThat(scheduler.isServing(0)).isFalse();

    scheduler.on(ready(0));
    assertThat(decided()).containsExactly(starts(1));
    assertThat(scheduler.isServing(0)).isTrue();
    assertThat(scheduler.progress().get(1).answer(Question.SUCCESS)).isTrue();

    scheduler.on(ended(1, FAILED));
    assertThat(decided()).containsExactly(is(1, new TaskStatus.Failed()), new StopService(0));
    scheduler.on(ended(0, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(0));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void startsThoughAllSlotsAreTakenAndOthersWait() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              one: { run: x }
              two: { run: x, priority: 9 }
              db: { run: x, service: true }
              test: { run: x, needs: { db: ready } }
            """);
    assertThat(decided()).containsExactlyInAnyOrder(starts(2), starts(1));
    scheduler.on(ready(2));
    scheduler.on(new Event.SlotsChanged(1));
    scheduler.on(ended(1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(1), starts(0));
    scheduler.on(ended(0, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(0), starts(3));
  }

  @Test
  void isNeededAlsoByWhatNeedsItsUsersAndGoesAfterTheServicesThatUseIt() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              db: { run: x, service: true }
              web: { run: x, service: true, needs: db }
              test: { run: x, needs: [web, db] }
              report: { run: x, needs: test }
            """);
    assertThat(decided()).containsExactly(starts(0));
    scheduler.on(ready(0));
    assertThat(decided()).containsExactly(starts(1));
    scheduler.on(ready(1));
    assertThat(decided()).containsExactly(starts(2));
    scheduler.on(ended(2, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(2), starts(3));
    scheduler.on(ended(3, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(3), new StopService(1));
    scheduler.on(ended(1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(1), new StopService(0));
  }

  @Test
  void isStoppedOnceAlsoIfManyPathsLeadToIt() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              db: { run: x, service: true }
              a: { run: x, needs: db }
              b: { run: x, needs: [db, a] }
              c: { run: x, needs: [db, a] }
              d: { run: x, needs: [db, b, c] }
            """);
    scheduler.on(ready(0));
    scheduler.on(ended(1, FAILED));
    assertThat(decided()).filteredOn(new StopService(0)::equals).hasSize(1);
  }

  @Test
  void oneThatDiesTakesAlongWhatHasNotBegun() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              db: { run: x, service: true, retry: 3 }
              one: { run: x, needs: db, retry: 3 }
              two: { run: x, needs: db }
              later: { run: x, needs: one }
              mail: { run: x, needs: { db: ready, one: completed }, if: failure() }
              other: { run: x }
            """);
    assertThat(decided()).containsExactly(starts(0), starts(5));
    scheduler.on(ended(5, SUCCEEDED));
    scheduler.on(ready(0));
    assertThat(decided()).as("two has its turn later").containsExactly(succeeded(5), starts(1));
    scheduler.on(ended(0, FAILED));
    assertThat(decided())
        .as("it isn't tried again once it was ready")
        .containsExactly(is(0, new TaskStatus.Failed()), is(2, DIED));
    scheduler.on(ended(1, FAILED));
    assertThat(decided())
        .as("nor is what used it")
        .containsExactly(
            is(1, new TaskStatus.Failed()),
            new Decide(4),
            is(3, new TaskStatus.Skipped("needs one, which failed")));
    assertThat(scheduler.progress().get(4).answer(Question.FAILURE)).isTrue();
    scheduler.on(new Event.Decided(4, true));
    assertThat(decided()).containsExactly(starts(4));
  }

  @Test
  void oneThatDiesEndsAFanOutThatIsUnderWay() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              db: { run: x, service: true }
              test: { run: x, needs: db, for-each: { range: 1..9 } }
            """);
    scheduler.on(ready(0));
    scheduler.on(new Event.Expanded(1, 9));
    decided();
    scheduler.on(ended(0, FAILED));
    assertThat(decided()).containsExactly(is(0, new TaskStatus.Failed()));
    scheduler.on(ended(1, SUCCEEDED));
    assertThat(decided())
        .containsExactly(is(1, new TaskStatus.Cancelled("needs db, which failed")));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void isTriedAgainAsLongAsItWasNotReady() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              db: { run: x, service: true, retry: { max: 1, delay: 2s, on: timeout } }
              test: { run: x, needs: db }
            """);
    decided();
    scheduler.on(ended(0, new Outcome.NotReady("not ready")));
    assertThat(decided()).containsExactly(new RetryAfter(0, 0, 2, Duration.ofSeconds(2)));
    scheduler.on(new Event.RetryDue(0, 0, 2));
    assertThat(decided()).containsExactly(new Start(0, 0, 2));
    scheduler.on(new Event.Ended(0, 0, 2, new Outcome.NotReady("not ready")));
    assertThat(decided()).containsExactly(is(0, new TaskStatus.Failed()), is(1, DIED));
  }

  @Test
  void oneThatNobodyCanUseAnyMoreIsNotBegun() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              build: { run: x }
              slow: { run: x }
              db: { run: x, service: true, needs: slow, retry: 3 }
              test: { run: x, needs: [db, build] }
            """);
    decided();
    scheduler.on(ended(0, FAILED));
    assertThat(decided())
        .containsExactly(
            is(0, new TaskStatus.Failed()),
            is(3, new TaskStatus.Skipped("needs build, which failed")),
            is(2, new TaskStatus.Declined("no task needs it any more")));
    scheduler.on(ended(1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(1));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void oneThatNobodyCanUseAnyMoreIsStoppedBeforeItIsReady() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              build: { run: x }
              db: { run: x, service: true, retry: 3 }
              test: { run: x, needs: [db, build] }
            """);
    decided();
    scheduler.on(ended(0, FAILED));
    assertThat(decided()).endsWith(new StopService(1));
    scheduler.on(ended(1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(1));
  }

  @Test
  void ofACancelledRunItIsStoppedWhenItsUsersHaveEnded() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              db: { run: x, service: true }
              web: { run: x, service: true, needs: db }
              test: { run: x, needs: [web, db] }
              after: { run: x, needs: test }
            finally:
              tidy: { run: x }
            """);
    scheduler.on(ready(0));
    scheduler.on(ready(1));
    decided();
    scheduler.on(CANCEL);
    assertThat(decided()).containsExactly(new Stop(Target.RUN, STOPPED), cancelled(3));
    assertThat(scheduler.isServing(0)).isTrue();
    assertThat(scheduler.isServing(1)).isTrue();
    scheduler.on(ended(2, new Outcome.Cancelled(STOPPED)));
    assertThat(decided()).containsExactly(cancelled(2), new StopService(1));
    scheduler.on(ended(1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(1), new StopService(0));
    scheduler.on(ended(0, SUCCEEDED));
    assertThat(decided())
        .as("final tasks come after services")
        .containsExactly(succeeded(0), starts(4));
  }

  @Test
  void ofACancelledRunOneThatIsNotReadyIsStoppedAtOnce() throws Exception {
    var scheduler = start(1, ONE_USER);
    decided();
    scheduler.on(CANCEL);
    assertThat(decided()).startsWith(new Stop(Target.RUN, STOPPED)).contains(cancelled(1));
    assertThat(scheduler.isServing(0)).isFalse();
    scheduler.on(ended(0, new Outcome.Cancelled(STOPPED)));
    assertThat(decided()).containsExactly(cancelled(0));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void oneThatIsCancelledTakesAlongWhatHasNotBegun() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              db: { run: x, service: true }
              one: { run: x, needs: db }
              two: { run: x, needs: db }
            """);
    scheduler.on(ready(0));
    decided();
    scheduler.on(new Event.Cancel(Target.task(0), "cancelled by ann"));
    assertThat(decided()).containsExactly(new Stop(Target.task(0), "cancelled by ann"));
    scheduler.on(ended(0, new Outcome.Cancelled("cancelled by ann")));
    assertThat(decided())
        .containsExactly(
            is(0, new TaskStatus.Cancelled("cancelled by ann")),
            is(2, new TaskStatus.Skipped("needs db, which was cancelled by ann")));
  }

  @Test
  void oneThatIsAllowedToFailIsForgiven() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              cache: { run: x, service: true, allow-failure: true }
              one: { run: x, needs: cache }
              two: { run: x, needs: cache }
            """);
    scheduler.on(ready(0));
    decided();
    scheduler.on(ended(0, FAILED));
    scheduler.on(ended(1, SUCCEEDED));
    assertThat(decided())
        .containsExactly(is(0, new TaskStatus.AllowedFailure()), succeeded(1), starts(2));
  }
}
