package orchestrate.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orchestrate.coordinator.schedule.Decision.Expand;
import orchestrate.coordinator.schedule.Decision.RetryAfter;
import orchestrate.coordinator.schedule.Decision.SetEvent;
import orchestrate.coordinator.schedule.Decision.Start;
import org.junit.jupiter.api.Test;

/** What starts when: by needs, slots, permits, events, barriers and retries; and cancelling. */
class SchedulerTest extends SchedulerFixture {
  @Test
  void startsATaskWhenItsNeedsHaveSucceeded() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              a: { run: x }
              b: { run: x }
              c: { run: x, needs: [a, b] }
            """);
    assertThat(decided()).containsExactly(new Start(0, 0, 1), new Start(1, 0, 1));

    scheduler.on(ended(0, 0, 1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(0));

    scheduler.on(ended(1, 0, 1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(1), new Start(2, 0, 1));
    assertThat(scheduler.isDone()).isFalse();

    scheduler.on(ended(2, 0, 1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(2));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void skipsWhatNeedsAFailedTaskAndKeepsTheRestGoing() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              a: { run: x }
              b: { run: x, needs: a }
              c: { run: x, needs: b }
              d: { run: x }
            """);
    assertThat(decided()).containsExactly(new Start(0, 0, 1));
    scheduler.on(ended(0, 0, 1, FAILED));
    assertThat(decided())
        .containsExactly(
            failed(0),
            skipped(1, "needs a, which failed"),
            skipped(2, "needs b, which was skipped"),
            new Start(3, 0, 1));
  }

  @Test
  void startsShortAttemptsAheadOfSlotsButNothingElse() throws Exception {
    var scheduler =
        start(
            1,
            """
            semaphores: { disk: 5 }
            tasks:
              first: { run: x }
              long: { needs: first, run: x }
              short: { for-each: { range: 1..9 }, run: x }
              held: { for-each: { range: 1..9 }, run: x, acquire: disk }
            """);
    scheduler.on(new Event.Expanded(2, 9));
    scheduler.on(new Event.Expanded(3, 9));
    decided();

    scheduler.on(new Event.Paced(3, 2)); // It needs more than a slot: it never goes ahead.
    assertThat(decided()).isEmpty();
    scheduler.on(new Event.Paced(2, 2));
    assertThat(decided()).containsExactly(new Start(2, 0, 1), new Start(2, 1, 1));
    assertThat(scheduler.slotsInUse()).isEqualTo(1);

    scheduler.on(
        ended(0, 0, 1, SUCCEEDED)); // Now it is the turn of `long`, with a slot of its own.
    assertThat(decided()).containsExactly(succeeded(0));
    scheduler.on(ended(2, 0, 1, SUCCEEDED));
    assertThat(decided()).isEmpty();
    scheduler.on(ended(2, 1, 1, SUCCEEDED));
    assertThat(decided())
        .containsExactly(new Start(1, 0, 1), new Start(2, 2, 1), new Start(2, 3, 1));

    scheduler.on(new Event.SlotsChanged(1));
    scheduler.on(new Event.Paced(2, 0));
    scheduler.on(ended(2, 2, 1, SUCCEEDED));
    assertThat(decided()).isEmpty();
  }

  @Test
  void startsNoMoreThanThereAreSlots() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              a: { run: x, for-each: { range: 1..100 } }
            """);
    assertThat(decided()).containsExactly(new Expand(0));
    scheduler.on(new Event.Expanded(0, 100));
    assertThat(decided()).containsExactly(new Start(0, 0, 1), new Start(0, 1, 1));
    scheduler.on(ended(0, 1, 1, SUCCEEDED));
    assertThat(decided()).containsExactly(new Start(0, 2, 1));
  }

  @Test
  void aFanOutOverNothingSucceeds() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              a: { run: x, for-each: { files: "*.none" } }
              b: { run: x, needs: a }
            """);
    decided();
    scheduler.on(new Event.Expanded(0, 0));
    assertThat(decided()).containsExactly(succeeded(0), new Start(1, 0, 1));
  }

  @Test
  void aTaskWhoseItemsCantBeKnownFails() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              a: { run: x, for-each: { lines: none.txt } }
              b: { run: x, needs: a }
            """);
    decided();
    scheduler.on(new Event.NotExpanded(0, "there is no file none.txt"));
    assertThat(decided())
        .containsExactly(
            new Decision.GiveUp(0, -1, new Outcome.FailedToStart("there is no file none.txt")),
            failed(0),
            skipped(1, "needs a, which failed"));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void retriesAfterAPauseWithoutHoldingASlot() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              a: { run: x, retry: { max: 1, delay: 5s } }
              b: { run: x }
            """);
    assertThat(decided()).containsExactly(new Start(0, 0, 1));
    scheduler.on(ended(0, 0, 1, new Outcome.WorkerLost("killed")));
    assertThat(decided())
        .containsExactly(new RetryAfter(0, 0, 2, Duration.ofSeconds(5)), new Start(1, 0, 1));
    scheduler.on(new Event.RetryDue(0, 0, 2));
    assertThat(decided()).isEmpty();
    scheduler.on(ended(1, 0, 1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(1), new Start(0, 0, 2));
    scheduler.on(ended(0, 0, 2, FAILED));
    assertThat(decided()).containsExactly(failed(0));
  }

  @Test
  void retriesOnlyTheFailuresThatTheTaskNames() throws Exception {
    var scheduler =
        start(
            8,
            """
            tasks:
              on: { run: x, for-each: { range: 1..7 }, retry: { max: 1, on: [crash, oom], on-exit: 75 } }
              all: { run: x, for-each: { range: 1..7 }, retry: 1 }
            """);
    scheduler.on(new Event.Expanded(0, 7));
    scheduler.on(new Event.Expanded(1, 7));
    decided();
    List<Outcome> failures =
        List.of(
            new Outcome.Crashed("killed by SIGSEGV"),
            new Outcome.WorkerLost("killed"),
            new Outcome.OutOfMemory("java.lang.OutOfMemoryError"),
            new Outcome.Exited(75, "exit code 75"),
            new Outcome.Exited(76, "exit code 76"),
            new Outcome.TimedOut(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            new Outcome.FailedToStart("no such program"));
    assertThat(retried(scheduler, 0, failures)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(retried(scheduler, 1, failures)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
  }

  /** The instances of the task that are tried again when each ends with a failure of its own. */
  private List<Long> retried(Scheduler scheduler, int task, List<Outcome> failures) {
    for (int i = 0; i < failures.size(); i++) {
      scheduler.on(ended(task, i, 1, failures.get(i)));
    }
    return decided().stream()
        .filter(decision -> decision instanceof RetryAfter)
        .map(decision -> ((RetryAfter) decision).instance())
        .toList();
  }

  @Test
  void pausesGrowAndVaryTheSameInEveryReplay() throws Exception {
    String yaml = "tasks: { a: { run: x, retry: { max: 20, delay: 1s, factor: %s, jitter: %s } } }";

    assertThat(pauses(yaml.formatted("2", "0")))
        .startsWith(1_000L, 2_000L, 4_000L, 8_000L)
        .endsWith(Duration.ofDays(1).toMillis());
    List<Long> varied = pauses(yaml.formatted("1", "0.1"));
    assertThat(varied)
        .allSatisfy(pause -> assertThat(pause).isBetween(900L, 1_100L))
        .anySatisfy(pause -> assertThat(pause).isLessThan(1_000L))
        .anySatisfy(pause -> assertThat(pause).isGreaterThan(1_000L));
    assertThat(pauses(yaml.formatted("1", "0.1"))).isEqualTo(varied);
  }

  private List<Long> pauses(String yaml) throws Exception {
    var scheduler = start(1, yaml);
    var pauses = new ArrayList<Long>();
    for (int attempt = 1; attempt <= 20; attempt++) {
      decided();
      scheduler.on(ended(0, 0, attempt, FAILED));
      pauses.add(((RetryAfter) decided().getFirst()).delay().toMillis());
      scheduler.on(new Event.RetryDue(0, 0, attempt + 1));
    }
    return pauses;
  }

  @Test
  void givesPermitsAllOrNoneAndNeverTooMany() throws Exception {
    var scheduler =
        start(
            4,
            """
            semaphores: { disk: 2, net: 1 }
            tasks:
              a: { run: x, acquire: disk }
              b: { run: x, acquire: { disk: 2, net: 1 } }
              c: { run: x, acquire: disk }
              d: { run: x, acquire: net }
            """);
    assertThat(decided())
        .containsExactly(new Start(0, 0, 1), new Start(2, 0, 1), new Start(3, 0, 1));
    assertThat(scheduler.lackingPermits())
        .isEqualTo(Map.of("disk", List.of(scheduler.progress().get(1))));
    scheduler.on(ended(0, 0, 1, SUCCEEDED));
    scheduler.on(ended(2, 0, 1, SUCCEEDED));
    assertThat(decided()).containsExactly(succeeded(0), succeeded(2));
    scheduler.on(ended(3, 0, 1, FAILED));
    assertThat(decided()).containsExactly(failed(3), new Start(1, 0, 1));
    assertThat(scheduler.lackingPermits()).isEmpty();
  }

  @Test
  void setsEventsWhenTheirTaskSucceedsAndStartsThoseWhoWait() throws Exception {
    var scheduler =
        start(
            1,
            """
            events: [ready]
            tasks:
              a: { run: x, sets: ready }
              b: { run: x, waits-for: ready }
            """);
    decided();
    scheduler.on(ended(0, 0, 1, SUCCEEDED));
    assertThat(decided()).containsExactly(new SetEvent("ready"), succeeded(0), new Start(1, 0, 1));
  }

  @Test
  void anEventMayBeSetWhileItsTaskRuns() throws Exception {
    var scheduler =
        start(
            2,
            """
            events: [ready]
            tasks:
              a: { run: x, sets: ready }
              b: { run: x, waits-for: ready }
            """);
    decided();
    scheduler.on(new Event.EventSet("ready"));
    scheduler.on(new Event.EventSet("ready"));
    assertThat(decided()).containsExactly(new Start(1, 0, 1));
    scheduler.on(ended(0, 0, 1, FAILED));
    assertThat(decided()).containsExactly(failed(0));
  }

  @Test
  void nobodyWaitsForAnEventThatCanNotComeAnyMore() throws Exception {
    var scheduler =
        start(
            1,
            """
            events: [ready]
            tasks:
              a: { run: x, sets: ready }
              b: { run: x, waits-for: ready }
              c: { run: x, needs: b }
            """);
    decided();
    scheduler.on(ended(0, 0, 1, FAILED));
    assertThat(decided())
        .containsExactly(
            failed(0),
            skipped(1, "waits for event ready, which a did not set: it failed"),
            skipped(2, "needs b, which was skipped"));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void startsAPartyTogetherAndHoldsOthersBackUntilItFits() throws Exception {
    var scheduler =
        start(
            2,
            """
            barriers: { both: 2 }
            tasks:
              first: { run: x }
              pair: { run: x, needs: first, for-each: { range: 1..2 }, meets: both }
              others: { run: x, for-each: { range: 1..9 } }
            """);
    scheduler.on(new Event.Expanded(2, 9));
    assertThat(decided()).containsExactly(new Expand(2), new Start(0, 0, 1), new Start(2, 0, 1));
    scheduler.on(ended(0, 0, 1, SUCCEEDED));
    assertThat(decided()).contains(new Expand(1), new Start(2, 1, 1));
    scheduler.on(new Event.Expanded(1, 2));
    scheduler.on(ended(2, 0, 1, SUCCEEDED));
    assertThat(decided()).as("one slot is free, and waits for the other").isEmpty();
    scheduler.on(ended(2, 1, 1, SUCCEEDED));
    assertThat(decided())
        .containsExactly(
            new Decision.FormParty(List.of("both")), new Start(1, 0, 1), new Start(1, 1, 1));
  }

  @Test
  void startsNoMoreThanThereAreSlotsNow() throws Exception {
    var scheduler = start(3, "tasks: { a: { run: x, for-each: { range: 1..9 } } }");
    scheduler.on(new Event.SlotsChanged(1));
    scheduler.on(new Event.Expanded(0, 9));
    assertThat(decided()).containsExactly(new Expand(0), new Start(0, 0, 1));
    assertThat(scheduler.slotsInUse()).isOne();
    assertThat(scheduler.slotsWanted()).isEqualTo(2);

    scheduler.on(new Event.SlotsChanged(3));
    assertThat(decided()).containsExactly(new Start(0, 1, 1), new Start(0, 2, 1));
    assertThat(scheduler.slotsWanted()).as("the plan has no more").isEqualTo(3);

    scheduler.on(new Event.SlotsChanged(1));
    scheduler.on(ended(0, 0, 1, SUCCEEDED));
    scheduler.on(ended(0, 1, 1, SUCCEEDED));
    assertThat(decided()).as("one runs still").isEmpty();
    scheduler.on(ended(0, 2, 1, SUCCEEDED));
    assertThat(decided()).containsExactly(new Start(0, 3, 1));
  }

  @Test
  void startsNothingWithoutASlotNotEvenWhenNothingElseRuns() throws Exception {
    var scheduler = start(2, "tasks: { a: { run: x, for-each: { range: 1..9 } } }");
    scheduler.on(new Event.Paced(0, 5));
    scheduler.on(new Event.SlotsChanged(0));
    scheduler.on(new Event.Expanded(0, 9));
    assertThat(decided()).containsExactly(new Expand(0));

    scheduler.on(new Event.SlotsChanged(1));
    assertThat(decided()).containsExactly(new Start(0, 0, 1));
    scheduler.on(new Event.SlotsChanged(0));
    scheduler.on(ended(0, 0, 1, SUCCEEDED));
    assertThat(decided()).isEmpty();
  }

  @Test
  void wantsNoSlotsForWhatOtherThingsHoldBack() throws Exception {
    var scheduler =
        start(
            4,
            """
            semaphores: { lock: 1 }
            tasks:
              a: { run: x, acquire: lock }
              b: { run: x, acquire: lock }
            """);
    scheduler.on(new Event.SlotsChanged(1));
    assertThat(scheduler.slotsWanted()).isOne();

    scheduler.on(new Event.Cancel(Target.RUN, STOPPED));
    assertThat(scheduler.slotsWanted()).isOne();
  }

  @Test
  void aPartyForWhichThereAreNeverEnoughSlotsStartsAlone() throws Exception {
    var scheduler =
        start(
            3,
            """
            barriers: { both: 2 }
            tasks:
              first: { run: x }
              pair: { run: x, for-each: { range: 1..2 }, meets: both }
            """);
    scheduler.on(new Event.SlotsChanged(1));
    scheduler.on(new Event.Expanded(1, 2));
    assertThat(decided()).containsExactly(new Expand(1), new Start(0, 0, 1));
    assertThat(scheduler.slotsWanted()).isEqualTo(3);

    scheduler.on(ended(0, 0, 1, SUCCEEDED));
    assertThat(decided())
        .contains(new Decision.FormParty(List.of("both")), new Start(1, 0, 1), new Start(1, 1, 1));
    assertThat(scheduler.slotsInUse()).isEqualTo(2);
  }

  @Test
  void breaksThePartyWhenOneOfItEnds() throws Exception {
    var scheduler =
        start(
            2,
            """
            barriers: { both: 2 }
            tasks:
              a: { run: x, meets: both }
              b: { run: x, meets: both }
            """);
    decided();
    scheduler.on(ended(0, 0, 1, FAILED));
    assertThat(decided())
        .containsExactly(new Decision.BreakParty(List.of("both"), "a has ended"), failed(0));
    scheduler.on(ended(1, 0, 1, FAILED));
    assertThat(decided()).containsExactly(failed(1));
  }

  @Test
  void whoeverIsLeftOfAPartyIsNotLeftWaiting() throws Exception {
    var scheduler =
        start(
            2,
            """
            barriers: { both: 2 }
            tasks:
              a: { run: x, meets: both }
              b: { run: x, meets: both, needs: c }
              c: { run: x }
            """);
    assertThat(decided()).containsExactly(new Start(2, 0, 1));
    scheduler.on(ended(2, 0, 1, FAILED));
    assertThat(decided())
        .containsExactly(
            failed(2),
            skipped(1, "needs c, which failed"),
            new Decision.GiveUp(
                0,
                0,
                new Outcome.FailedToStart("barrier both needs 2 parties and only 1 are left")),
            failed(0));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void cancellingStartsNothingMoreAndWaitsForWhatRuns() throws Exception {
    var scheduler =
        start(
            1,
            """
            tasks:
              a: { run: x, for-each: { range: 1..5 } }
              b: { run: x, needs: a }
            """);
    scheduler.on(new Event.Expanded(0, 5));
    decided();
    scheduler.on(new Event.Cancel(Target.RUN, STOPPED));
    assertThat(decided())
        .containsExactly(new Decision.Stop(Target.RUN, STOPPED), cancelled(1, STOPPED));
    scheduler.on(ended(0, 0, 1, new Outcome.Cancelled(STOPPED)));
    assertThat(decided()).containsExactly(cancelled(0, STOPPED));
    assertThat(scheduler.isDone()).isTrue();
    assertThat(scheduler.progress().getFirst().cancelled()).isEqualTo(5);
  }

  @Test
  void aLongChainOfSkipsNeedsNoDeepStack() throws Exception {
    int length = 20_000;
    String tasks =
        IntStream.range(1, length)
            .mapToObj(i -> "  t%d: { run: x, needs: t%d }%n".formatted(i, i - 1))
            .collect(Collectors.joining());
    var scheduler = start(1, "tasks:\n  t0: { run: x }\n" + tasks);
    scheduler.on(ended(0, 0, 1, FAILED));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void aMillionItemsCostNoMillionObjects() throws Exception {
    var scheduler =
        start(
            2,
            """
            tasks:
              a: { run: x, for-each: { range: 1..1000000 } }
            """);
    var other = new ArrayList<>(decided());
    scheduler.on(new Event.Expanded(0, 1_000_000));
    for (long instance = 0; instance < 1_000_000; instance++) {
      scheduler.on(ended(0, instance, 1, SUCCEEDED));
      decided().stream().filter(decision -> !(decision instanceof Start)).forEach(other::add);
    }
    assertThat(other).containsExactly(new Expand(0), succeeded(0));
    assertThat(scheduler.isDone()).isTrue();
  }

  @Test
  void aSubtaskGetsWhatNoTaskOfThePlanWaitsFor() throws Exception {
    var scheduler =
        start(
            3,
            """
            tasks:
              forking: { run: x }
              wide: { run: x, cpus: 3 }
            """);
    assertThat(decided()).containsExactly(new Start(0, 0, 1));
    assertThat(scheduler.hasRoomForSubtask(0)).as("wide waits for slots").isFalse();

    scheduler.on(new Event.Cancel(Target.task(1), STOPPED));
    assertThat(scheduler.hasRoomForSubtask(0)).isTrue();
    scheduler.on(new Event.SubtaskBegun(0));
    scheduler.on(new Event.SubtaskBegun(0));
    assertThat(scheduler.hasRoomForSubtask(0)).as("all slots are in use").isFalse();
    assertThat(scheduler.slotsInUse()).isEqualTo(3);
    scheduler.on(new Event.SubtaskEnded(0));
    assertThat(scheduler.hasRoomForSubtask(0)).isTrue();

    scheduler.on(new Event.Cancel(Target.RUN, STOPPED));
    assertThat(scheduler.hasRoomForSubtask(0)).as("the run is being stopped").isFalse();
  }

  @Test
  void aTaskOfThePlanStartsWhenASubtaskGivesItsSlotBack() throws Exception {
    var scheduler =
        start(
            2,
            """
            events: [ready]
            tasks:
              forking: { run: x, sets: ready }
              later: { run: x, waits-for: ready }
            """);
    decided();
    scheduler.on(new Event.SubtaskBegun(0));
    scheduler.on(new Event.EventSet("ready"));
    assertThat(decided()).as("no slot is free").isEmpty();

    scheduler.on(new Event.SubtaskEnded(0));
    assertThat(decided()).containsExactly(new Start(1, 0, 1));
  }
}
