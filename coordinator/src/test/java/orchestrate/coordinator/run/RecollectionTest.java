package orchestrate.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.report.TaskSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is cut short anywhere, and goes on, comes to the same as if nothing had happened.
 * {@code -Dorchestrate.resume.jobs=10000} tries more jobs.
 */
class RecollectionTest {
  private static final int JOBS = Integer.getInteger("orchestrate.resume.jobs", 400);
  private static final String RUN = "20260101-120000-000-abcd";

  @TempDir Path folder;

  private Plan plan(String yaml) throws Exception {
    return Plans.of(folder, 2, yaml);
  }

  /**
   * What a run has come to: of each task its result, and how many instances ended how. Whether a
   * service ends before it fails is a matter of time.
   */
  private static Map<String, String> results(RunSummary summary) {
    var results = new LinkedHashMap<String, String>();
    for (TaskSummary task : summary.tasks()) {
      boolean service = task.task().spec().isService();
      results.put(
          task.task().name(),
          service && task.status().isEnded()
              ? "over"
              : "%s: %d ok, %d up to date, %d failed, %d cancelled, %d retried, %d running"
                  .formatted(
                      task.status().word(),
                      task.succeeded(),
                      task.upToDate(),
                      task.failed(),
                      task.cancelled(),
                      task.retries(),
                      task.running()));
    }
    return results;
  }

  private static RunState fresh(Plan plan) {
    return RunState.fresh(plan, RUN, 1);
  }

  private static List<String> names(Plan plan) {
    return plan.tasks().stream().map(PlannedTask::name).toList();
  }

  private static Recollection recall(Plan plan, List<RunEvent> journal, Consumer<RunEvent> tell) {
    var past = new Recollection(plan, RUN, names(plan), new Forgotten(Map.of(), 0), tell);
    journal.forEach(past);
    past.end();
    return past;
  }

  /** What was failed, or cancelled, is tried once more. */
  private static RunState pardoned(Plan plan, List<RunEvent> journal, Consumer<RunEvent> tell) {
    var past = new Recollection(plan, RUN, names(plan), new Forgotten(Map.of(), 1), tell);
    journal.forEach(past);
    past.end();
    return state(past, List.of(new RunEvent.RunResumed(1, journal.size())));
  }

  private static RunState state(Recollection past, List<RunEvent> opening) {
    return new RunState(
        past.scheduler(),
        past.leftOver(1000),
        past.outputs(),
        Map.of(),
        past.events(),
        opening,
        past.scheduler()::goOn);
  }

  private static RunState resumed(Plan plan, List<RunEvent> journal, Consumer<RunEvent> tell) {
    Recollection past = recall(plan, journal, tell);
    var opening = new ArrayList<RunEvent>();
    opening.add(new RunEvent.RunResumed(1, journal.size()));
    if (past.runStarted() == null) {
      opening.add(RunState.started(plan, RUN, 1));
    }
    return state(past, opening);
  }

  /** The instances that have succeeded so far. */
  private static Set<Recollection.Instance> succeeded(List<RunEvent> events) {
    var done = new HashSet<Recollection.Instance>();
    for (RunEvent event : events) {
      if (event instanceof RunEvent.AttemptEnded e && e.outcome().isGood()) {
        done.add(new Recollection.Instance(e.task(), e.instance()));
      }
    }
    return done;
  }

  /** What a report that is made of the journal adds up to. */
  private static RunSummary retold(Plan plan, List<RunEvent> journal) {
    var count = new Retelling.Count();
    journal.forEach(count);
    var summary = new RunSummary(plan);
    journal.forEach(new Retelling(plan, RUN, names(plan), count, summary));
    return summary;
  }

  private static boolean isPlain(Plan plan, int task) {
    return !plan.task(task).spec().isService() && !new Pipelines(plan).have(task);
  }

  @Test
  void whereverARunIsKilled() throws Exception {
    for (long seed = 0; seed < JOBS; seed++) {
      String yaml = MadeUpJob.yaml(new Random(seed));
      Plan plan = plan(yaml);
      var journal = new ArrayList<RunEvent>();
      var undisturbed = new RunSummary(plan);
      new MadeUpRun(plan, seed, new Random(seed), fresh(plan), journal::add).run();
      journal.forEach(undisturbed);

      for (int cut = 0; cut <= journal.size(); cut++) {
        List<RunEvent> kept = journal.subList(0, cut);
        String where = "seed %d, killed after %d events of%n%s".formatted(seed, cut, yaml);
        try {
          var summary = new RunSummary(plan);
          RunState state = resumed(plan, kept, summary);
          var rest = new ArrayList<RunEvent>();
          new MadeUpRun(plan, seed, new Random(seed), state, rest::add).run();
          rest.forEach(summary);
          assertThat(results(summary)).as(where).isEqualTo(results(undisturbed));
          assertNothingIsDoneTwice(plan, kept, rest, where);
        } catch (RuntimeException e) {
          throw new AssertionError(where, e);
        }
      }
    }
  }

  private static void assertNothingIsDoneTwice(
      Plan plan, List<RunEvent> before, List<RunEvent> after, String where) {
    Set<Recollection.Instance> done = succeeded(before);
    for (RunEvent event : after) {
      if (event instanceof RunEvent.AttemptStarted e && isPlain(plan, e.task())) {
        assertThat(done)
            .as("%s: %s begins again in %s", where, e, after)
            .doesNotContain(new Recollection.Instance(e.task(), e.instance()));
      }
    }
  }

  /** If it goes well now, it comes to the same as if it always had. */
  @Test
  void triesOnceMoreWhatHadFailed() throws Exception {
    int failed = 0;
    for (long seed = 0; seed < JOBS * 4L; seed++) {
      String yaml = MadeUpJob.yaml(new Random(seed));
      if (yaml.contains("allow-failure") || yaml.contains("sets:")) {
        continue; // Such a failure stays; an event that was set stays set.
      }
      Plan plan = plan(yaml);
      var journal = new ArrayList<RunEvent>();
      new MadeUpRun(plan, seed, new Random(seed), fresh(plan), journal::add).run();
      var well = new RunSummary(plan);
      new MadeUpRun(plan, seed, new Random(seed), fresh(plan), well).withoutFailures().run();

      String where = "seed %d of%n%s".formatted(seed, yaml);
      try {
        var summary = new RunSummary(plan);
        RunState state = pardoned(plan, journal, summary);
        var rest = new ArrayList<RunEvent>();
        new MadeUpRun(plan, seed, new Random(seed), state, rest::add).withoutFailures().run();
        rest.forEach(summary);
        assertThat(statuses(summary)).as(where).isEqualTo(statuses(well));
        failed += rest.stream().anyMatch(e -> e instanceof RunEvent.AttemptStarted) ? 1 : 0;
        // What ran although, or because, something had failed has its turn again.
        if (Stream.of("if:", "finally:", "completed").noneMatch(yaml::contains)) {
          assertNothingIsDoneTwice(plan, journal, rest, where);
        }
      } catch (RuntimeException e) {
        throw new AssertionError(where, e);
      }
    }
    assertThat(failed).as("jobs of which something was tried").isGreaterThan(JOBS / 4);
  }

  private static Map<String, String> statuses(RunSummary summary) {
    var statuses = new LinkedHashMap<String, String>();
    for (TaskSummary task : summary.tasks()) {
      boolean service = task.task().spec().isService();
      statuses.put(task.task().name(), service ? "over" : task.status().word());
    }
    return statuses;
  }

  @Test
  void howeverOftenItIsKilledOrStopped() throws Exception {
    for (long seed = 0; seed < JOBS * 10L; seed++) {
      var random = new Random(seed);
      String yaml = MadeUpJob.yaml(random);
      Plan plan = plan(yaml);
      var undisturbed = new RunSummary(plan);
      new MadeUpRun(plan, seed, new Random(seed), fresh(plan), undisturbed).run();

      var journal = new ArrayList<RunEvent>();
      String where = "seed %d of%n%s".formatted(seed, yaml);
      try {
        while (true) {
          var summary = new RunSummary(plan);
          boolean begun = !journal.isEmpty();
          RunState state = begun ? resumed(plan, journal, summary) : fresh(plan);
          var now = new ArrayList<RunEvent>();
          var run = new MadeUpRun(plan, seed, random, state, now::add);
          boolean stopped = random.nextInt(3) == 0;
          if (stopped) {
            run.stoppedAfter(random.nextInt(15));
          }
          if (random.nextInt(3) > 0) {
            run.killedAfter(2 + random.nextInt(30));
          }
          boolean ended = run.run();
          boolean wasStopped =
              now.stream()
                  .anyMatch(e -> e instanceof RunEvent.CancelRequested c && c.target().isRun());
          now.forEach(summary);
          journal.addAll(now);
          assertThat(results(retold(plan, journal))).as(where).isEqualTo(results(summary));
          if (ended && !wasStopped) {
            assertThat(results(summary)).as(where).isEqualTo(results(undisturbed));
            break;
          }
        }
      } catch (RuntimeException e) {
        throw new AssertionError(where + journal, e);
      }
    }
  }
}
