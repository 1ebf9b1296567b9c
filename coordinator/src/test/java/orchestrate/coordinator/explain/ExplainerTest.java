package orchestrate.coordinator.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.describe.JobRecord;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.history.RunHistory;
import orchestrate.coordinator.journal.Journal;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.journal.Segment;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainerTest {
  private static final String FIRST = "20260101-080000-000-0001";
  private static final String SECOND = "20260102-080000-000-0002";
  private static final long BEGIN = 1_767_254_400_000L;
  private static final Outcome OK = new Outcome.Succeeded(Map.of());

  @TempDir Path folder;

  private RunEvent begun(Plan plan) {
    return new RunEvent.RunStarted(BEGIN, "x", "x", "job.yaml", plan.slots(), Map.of());
  }

  private static RunEvent started(long after, int task, long instance, int attempt) {
    return new RunEvent.AttemptStarted(BEGIN + after, task, instance, attempt);
  }

  private static RunEvent ended(
      long after, int task, long instance, int attempt, long millis, Outcome outcome) {
    return ended(after, task, instance, attempt, millis, outcome, false);
  }

  private static RunEvent ended(
      long after,
      int task,
      long instance,
      int attempt,
      long millis,
      Outcome outcome,
      boolean again) {
    String item = outcome.isGood() ? null : "item " + instance;
    return new RunEvent.AttemptEnded(
        BEGIN + after,
        task,
        instance,
        attempt,
        millis * 1_000_000,
        ResourceUse.NONE,
        outcome,
        again,
        item);
  }

  private static RunEvent over(long after, int task, TaskStatus status) {
    return new RunEvent.TaskEnded(BEGIN + after, task, status);
  }

  /** What a run leaves that has told these events; one without a result has died. */
  private Path run(String id, Plan plan, boolean result, RunEvent... events) throws Exception {
    RunFolder made = RunFolder.create(folder, Beginning.of(plan));
    Path path = Files.move(made.path(), made.path().resolveSibling(id));
    // Of a process that is gone for sure.
    String begin = Files.readString(path.resolve("begin"));
    Files.writeString(
        path.resolve("begin"), begin.replaceFirst("\n\\d+ \\d+\n", "\n1 999999999999999999\n"));
    JobRecord.write(path, plan);
    try (Journal journal = Journal.open(path.resolve("journal"))) {
      journal.accept(begun(plan));
      List.of(events).forEach(journal);
    }
    if (result) {
      var tasks = new StringBuilder();
      for (RunEvent event : events) {
        if (event instanceof RunEvent.TaskEnded(_, int task, TaskStatus status)) {
          tasks.append(tasks.isEmpty() ? "" : ", ");
          tasks.append(
              "{\"name\": \"%s\", \"result\": \"%s\"}"
                  .formatted(plan.task(task).name(), status.word()));
        }
      }
      Files.writeString(
          path.resolve("result.json"),
          "{\"format\": 1, \"job\": \"x\", \"millis\": 1, \"exitCode\": 1, \"tasks\": [%s]}"
              .formatted(tasks));
    }
    return path;
  }

  private TaskExplanation explain(String id, String task, @Nullable Long instance)
      throws Exception {
    RunHistory history = RunHistory.of(folder);
    PastRun run = history.beginningWith(id).getFirst();
    return Explainer.explain(history, run, task, instance);
  }

  private String text(String id, String task) throws Exception {
    return ExplanationText.of(explain(id, task, null));
  }

  private Plan plan(String yaml) throws Exception {
    return Plans.of(folder, 2, "name: x\n" + yaml);
  }

  @Test
  void tellsOfAFailureAndWhatIsChangedSinceTheRunBefore() throws Exception {
    run(
        FIRST,
        plan(
            """
            params: { level: low }
            tasks:
              get: { run: get }
              make: { needs: get, run: "cd src\\nmake ${{ params.level }}\\nmake install", env: { CC: gcc } }
            """),
        true,
        over(10, 0, new TaskStatus.Succeeded()),
        over(20, 1, new TaskStatus.Succeeded()));
    Path run =
        run(
            SECOND,
            plan(
                """
                params: { level: high }
                tasks:
                  get: { run: get }
                  make:
                    needs: get
                    run: "cd src\\nmake ${{ params.level }}\\nmake install"
                    env: { CC: clang }
                    timeout: 1m
                    retry: { max: 1, delay: 2s }
                  ship: { needs: make, run: ship }
                """),
            true,
            started(0, 0, 0, 1),
            ended(1500, 0, 0, 1, 1490, OK),
            over(1500, 0, new TaskStatus.Succeeded()),
            started(1510, 1, 0, 1),
            ended(2510, 1, 0, 1, 1000, new Outcome.Exited(2, "exit code 2"), true),
            new RunEvent.RetryPlanned(BEGIN + 2510, 1, 0, 2, Duration.ofSeconds(2)),
            started(4510, 1, 0, 2),
            ended(4600, 1, 0, 2, 90, new Outcome.Exited(127, "exit code 127")),
            over(4600, 1, new TaskStatus.Failed()),
            over(4600, 2, new TaskStatus.Skipped("needs make, which failed")));
    Files.writeString(run.resolve("logs/make.2.log"), "one\n\u001b[31mclang: not found\n");

    assertThat(text(SECOND, "make"))
        .isEqualTo(
            """
            make (item 0) failed: exit code 127
            in run %1$s of x, which failed
            it was run because it names no `inputs`, and such a task is run each time
            it waited 1.5 s for what it needs, last for get
            it waited 10 ms for its turn: slots were kept for others, or the machine had no room
            it waited 2.0 s for the pause before its next attempt
            attempt 1: began after 1.5 s, took 1.0 s; exit code 2; tried again after 2.0 s
            attempt 2: began after 4.5 s, took 90 ms; exit code 127; not tried again: `retry` allows no further attempt
            its log, %2$s/logs/make.2.log, ends:
                | one
                | \\x1b[31mclang: not found
            since run %3$s, in which it was ok:
                of the job, params.level was `low`, is `high`
                run is another:
                  - make low
                  + make high
                the variable CC has another value
                timeout is new: `1m`
                retry.max is new: `1`
                retry.delay is new: `2s`
            to do: 127 says that a command was not found: see PATH, and how it is written
            to do: read all that it has printed: orchestrate logs %1$s make
            """
                .formatted(SECOND, run, FIRST));
    assertThat(text(SECOND, "ship"))
        .isEqualTo(
            """
            ship was skipped: needs make, which failed
            in run %1$s of x, which failed
            it goes back to make, which failed (exit code 127): orchestrate explain make %1$s
            it waited 4.6 s for what it needs, last for make
            since run %2$s: what is changed in the job file is not known: the job had no such task then
            """
                .formatted(SECOND, FIRST));
    assertThat(text(FIRST, "get"))
        .endsWith("there is no run of this job before it to compare with\n");
  }

  @Test
  void tellsWhoHadWhatItWaitedFor() throws Exception {
    Plan plan =
        plan(
            """
            semaphores: { disk: 1 }
            tasks:
              a: { run: a, acquire: disk }
              b: { run: b }
              c: { run: c, acquire: disk }
              d: { run: d }
            finally: { z: { run: z } }
            """);
    run(
        FIRST,
        plan,
        true,
        started(0, 0, 0, 1),
        started(0, 1, 0, 1),
        ended(100, 1, 0, 1, 100, OK),
        over(100, 1, new TaskStatus.Succeeded()),
        started(100, 3, 0, 1),
        ended(400, 3, 0, 1, 300, OK),
        over(400, 3, new TaskStatus.Succeeded()),
        ended(1000, 0, 0, 1, 1000, OK),
        over(1000, 0, new TaskStatus.Succeeded()),
        started(1000, 2, 0, 1),
        ended(1200, 2, 0, 1, 200, OK),
        over(1200, 2, new TaskStatus.Succeeded()),
        started(1200, 4, 0, 1),
        ended(1300, 4, 0, 1, 100, OK),
        over(1300, 4, new TaskStatus.Succeeded()));

    assertThat(explain(FIRST, "c", null).waits())
        .containsExactly(new Wait(Wait.Kind.PERMITS, "disk", List.of("a"), 1000));
    assertThat(explain(FIRST, "d", null).waits())
        .containsExactly(
            new Wait(Wait.Kind.SLOTS, "a slot: all 2 were in use", List.of("a", "b"), 100));
    assertThat(explain(FIRST, "z", null).waits())
        .containsExactly(new Wait(Wait.Kind.NEEDS, "all others to be over", List.of("c"), 1200));
    assertThat(text(FIRST, "c")).contains("it waited 1.0 s for disk, by a\n");
  }

  @Test
  void sumsUpAFanOut() throws Exception {
    Plan plan =
        plan("tasks: { c: { run: c, inputs: [x], max-parallel: 1, for-each: { range: [1, 4] } } }");
    run(
        FIRST,
        plan,
        true,
        new RunEvent.TaskActivated(BEGIN, 0, 4),
        ended(5, 0, 0, 0, 0, new Outcome.UpToDate(Map.of(), 0, FIRST)),
        new RunEvent.OutOfDate(
            BEGIN + 5, 0, 1, new Reasons(List.of("a.c changed", "b.c is new"), 7), SECOND),
        started(10, 0, 1, 1),
        ended(60, 0, 1, 1, 50, OK),
        started(60, 0, 2, 1),
        ended(100, 0, 2, 1, 40, new Outcome.Failed("no"), true),
        new RunEvent.RetryPlanned(BEGIN + 100, 0, 2, 2, Duration.ZERO),
        started(100, 0, 2, 2),
        ended(170, 0, 2, 2, 70, new Outcome.Failed("no")),
        started(170, 0, 3, 1),
        ended(200, 0, 3, 1, 30, OK),
        over(200, 0, new TaskStatus.Failed()));

    assertThat(text(FIRST, "c"))
        .isEqualTo(
            """
            c failed
            in run %1$s of x, which failed
            of 4 items: 1 up to date, 2 ok, 1 failed; 1 tried again
            c[1] was run because a.c changed, b.c is new, and 5 more; it had succeeded last in run %2$s
            c[2] (item 2) failed: no
            slowest: c[2] (70 ms), c[1] (50 ms), c[3] (30 ms), c[0] (0 ms)
            there is no run of this job before it to compare with
            """
                .formatted(FIRST, SECOND));
    assertThat(ExplanationText.of(explain(FIRST, "c", 0L)))
        .startsWith(
            "c[0] was up to date, and not run: nothing that it depends on is another than in run "
                + FIRST);
    assertThat(ExplanationText.of(explain(FIRST, "c", 3L)))
        .contains("it was run because it is not known to have succeeded here\n")
        .contains("it waited 160 ms for others of its own: `max-parallel` lets 1 run at a time\n");
    assertThat(explain(FIRST, "c", 2L).attempts()).hasSize(2);
  }

  @Test
  void tellsOfWhatWasCutShort() throws Exception {
    Plan plan = plan("tasks: { a: { run: a }, b: { run: b, needs: a }, c: { run: c } }");
    run(
        FIRST,
        plan,
        false,
        new RunEvent.CancelRequested(BEGIN + 5, Target.task(2), "cancelled by ann"),
        over(5, 2, new TaskStatus.Cancelled("cancelled by ann")),
        started(10, 0, 0, 1));

    assertThat(text(FIRST, "a"))
        .isEqualTo(
            """
            a was running when the run died
            in run %1$s of x, which died
            it was run because it names no `inputs`, and such a task is run each time
            it waited 10 ms for its turn: slots were kept for others, or the machine had no room
            attempt 1: began after 10 ms; lost when the run died
            there is no run of this job before it to compare with
            """
                .formatted(FIRST));
    assertThat(text(FIRST, "b")).startsWith("b was not begun before the run died\n");
    assertThat(text(FIRST, "c")).startsWith("c was cancelled: cancelled by ann\n");
  }

  @Test
  void tellsOfARunThatWasResumedWithAnotherJobFile() throws Exception {
    Plan first = plan("tasks: { a: { run: a }, b: { run: b } }");
    Path run =
        run(
            FIRST,
            first,
            false,
            new RunEvent.TurnCame(BEGIN, "deploy", 3_000_000_000L),
            started(0, 0, 0, 1),
            started(0, 1, 0, 1),
            ended(50, 0, 0, 1, 50, OK),
            over(50, 0, new TaskStatus.Succeeded()));
    Plan now = plan("tasks: { new: { run: n }, b: { run: b }, a: { run: a } }");
    Beginning.of(now).replace(run);
    String begin = Files.readString(run.resolve("begin"));
    Files.writeString(
        run.resolve("begin"), begin.replaceFirst("\n\\d+ \\d+\n", "\n1 999999999999999999\n"));
    var before = new ArrayList<RunEvent>();
    JournalReader.read(run, before::add);
    try (Journal journal = Journal.open(Segment.next(run).folder())) {
      journal.accept(new RunEvent.RunResumed(BEGIN + 1000, before.size()));
      journal.accept(new RunEvent.JobChanged(BEGIN + 1000, List.of("new", "b", "a"), List.of()));
      journal.accept(started(1000, 1, 0, 1));
      journal.accept(ended(1200, 1, 0, 1, 200, new Outcome.Exited(1, "exit code 1")));
      journal.accept(over(1200, 1, new TaskStatus.Failed()));
      journal.accept(started(1000, 0, 0, 1));
    }

    assertThat(text(FIRST, "a"))
        .startsWith("a was run, and succeeded, in 0.1 s\n")
        .contains("it waited 3.0 s for the turn of the run in its group deploy, before it began\n");
    assertThat(text(FIRST, "b"))
        .startsWith("b (item 0) failed: exit code 1\n")
        .contains("attempt 1: began after 1.0 s, took 200 ms; exit code 1\n");
    assertThat(text(FIRST, "new")).startsWith("new was running when the run died\n");
  }
}
