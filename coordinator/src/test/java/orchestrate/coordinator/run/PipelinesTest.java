package orchestrate.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesTest {
  private static final int LIST = 0;
  private static final int SORT = 1;
  private static final int COUNT = 2;
  private static final int OTHER = 3;
  private static final Outcome SUCCEEDED = new Outcome.Succeeded(Map.of());
  private static final Outcome.Failure EXITED = new Outcome.Exited(3, "exit code 3");
  private static final Outcome.Failure CRASHED = new Outcome.Crashed("killed by SIGSEGV");
  private static final Outcome.Failure NOT_STARTED = new Outcome.FailedToStart("no such program");

  @TempDir Path folder;
  private Pipelines pipelines;
  private final Map<Integer, Outcome> judged = new LinkedHashMap<>();
  private final List<String> stopped = new ArrayList<>();

  @BeforeEach
  void plan() throws Exception {
    pipelines =
        new Pipelines(
            Plans.of(
                folder,
                3,
                """
                tasks:
                  list: { run: x }
                  sort: { run: x, pipe-from: list }
                  count: { run: x, pipe-from: sort }
                  other: { run: x }
                """));
  }

  private void ended(int task, Outcome outcome) {
    ended(task, System.nanoTime(), outcome);
  }

  private void ended(int task, long at, Outcome outcome) {
    pipelines.ended(task, at, outcome, counts -> judged.put(task, counts));
  }

  private void stopOthers() {
    pipelines.stopOthers((reason, task) -> stopped.add(task + " " + reason));
  }

  private static Outcome failedWith(String reason, Outcome.Failure cause) {
    return new Outcome.PipelineFailed(reason, cause);
  }

  @Test
  void nothingCountsBeforeAllHaveEnded() {
    ended(OTHER, EXITED);
    assertThat(judged).isEqualTo(Map.of(OTHER, EXITED));
    judged.clear();
    ended(LIST, SUCCEEDED);
    ended(COUNT, SUCCEEDED);
    assertThat(judged).isEmpty();
    assertThat(pipelines.areToBeStopped()).isFalse();
    assertThat(pipelines.areSpent(SORT)).isTrue();
    ended(SORT, SUCCEEDED);
    assertThat(judged)
        .isEqualTo(Map.of(LIST, SUCCEEDED, SORT, SUCCEEDED, COUNT, SUCCEEDED))
        .containsOnlyKeys(LIST, SORT, COUNT);
    assertThat(pipelines.areSpent(SORT)).isFalse();
  }

  @Test
  void theFirstToFailIsToBlame() {
    ended(COUNT, 30_000_000, SUCCEEDED);
    ended(SORT, 20_000_000, CRASHED); // We hear of it in another order.
    ended(LIST, 1, EXITED);
    assertThat(judged)
        .isEqualTo(
            Map.of(
                LIST, EXITED,
                SORT,
                    failedWith(
                        "killed by SIGSEGV; before that the pipeline failed: list: exit code 3",
                        EXITED),
                COUNT, failedWith("the pipeline failed: list: exit code 3", EXITED)));
  }

  @Test
  void theReaderIsToBlameIfItWasClearlyFirst() {
    ended(LIST, 20_000_000, EXITED);
    ended(SORT, 1, CRASHED);
    ended(COUNT, 1, SUCCEEDED);
    assertThat(judged).containsEntry(SORT, CRASHED);
  }

  @Test
  void theWriterIsToBlameIfBothEndAtTheSameTime() {
    ended(LIST, 2_000_000, EXITED);
    ended(SORT, 1_000_000, CRASHED);
    ended(COUNT, 1, SUCCEEDED);
    assertThat(judged).containsEntry(LIST, EXITED);
  }

  @Test
  void whoEndsByItselfLetsTheOthersGoOn() {
    ended(LIST, EXITED);
    ended(SORT, CRASHED);
    assertThat(pipelines.areToBeStopped()).isFalse();
  }

  @Test
  void whatCanNotStartTakesTheOthersWithIt() {
    ended(COUNT, NOT_STARTED);
    assertThat(pipelines.areToBeStopped()).isTrue();
    stopOthers();
    String reason = "the pipeline failed: count: no such program";
    assertThat(stopped).containsExactly("0 " + reason, "1 " + reason);
    assertThat(pipelines.areToBeStopped()).isFalse();

    ended(LIST, new Outcome.Cancelled(reason));
    ended(SORT, CRASHED);
    assertThat(judged)
        .isEqualTo(
            Map.of(
                COUNT, NOT_STARTED,
                LIST, failedWith(reason, NOT_STARTED),
                SORT, failedWith(reason, NOT_STARTED)));
    stopOthers();
    assertThat(stopped).hasSize(2);
  }

  @Test
  void soDoesWhatIsStopped() {
    var timeout = new Outcome.TimedOut(Duration.ofSeconds(1), Duration.ofSeconds(1));
    ended(SORT, timeout);
    stopOthers();
    assertThat(stopped).hasSize(2);
    ended(LIST, SUCCEEDED);
    ended(COUNT, SUCCEEDED);
    assertThat(judged)
        .containsEntry(SORT, timeout)
        .containsEntry(LIST, failedWith("the pipeline failed: sort: " + timeout.reason(), timeout));
  }

  @Test
  void whatIsCancelledIsNoFailureOfAnybody() {
    ended(LIST, new Outcome.Cancelled("cancelled by ann"));
    stopOthers();
    String reason = "stopped because list was cancelled by ann";
    assertThat(stopped).containsExactly("1 " + reason, "2 " + reason);
    ended(SORT, new Outcome.Cancelled(reason));
    ended(COUNT, EXITED);
    assertThat(judged)
        .isEqualTo(
            Map.of(
                LIST, new Outcome.Cancelled("cancelled by ann"),
                SORT, new Outcome.Cancelled(reason),
                COUNT, new Outcome.Cancelled(reason)));
  }

  @Test
  void whatHadEndedWellCanBeCancelledAsLongAsOthersRun() {
    ended(LIST, SUCCEEDED);
    pipelines.cancel(Target.task(OTHER), "cancelled by ann");
    assertThat(pipelines.areToBeStopped()).isFalse();
    pipelines.cancel(Target.task(LIST), "cancelled by ann");
    stopOthers();
    String reason = "stopped because list was cancelled by ann";
    assertThat(stopped).containsExactly("1 " + reason, "2 " + reason);
  }

  @Test
  void whenTheRunIsStoppedAllAreStoppedForThatReason() {
    var stop = new Outcome.Cancelled("stopped by SIGINT");
    ended(LIST, EXITED);
    ended(SORT, SUCCEEDED);
    pipelines.cancel(Target.RUN, stop.reason());
    ended(COUNT, stop);
    assertThat(judged).isEqualTo(Map.of(LIST, EXITED, SORT, stop, COUNT, stop));
  }

  @Test
  void anotherAttemptIsJudgedByItself() {
    ended(LIST, EXITED);
    ended(SORT, SUCCEEDED);
    ended(COUNT, SUCCEEDED);
    judged.clear();
    ended(COUNT, SUCCEEDED);
    ended(SORT, SUCCEEDED);
    ended(LIST, SUCCEEDED);
    assertThat(judged.values()).containsOnly(SUCCEEDED).hasSize(3);
  }
}
