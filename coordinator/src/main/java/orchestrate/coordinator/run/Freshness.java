package orchestrate.coordinator.run;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import orchestrate.config.Explanation;
import orchestrate.config.expression.EvaluationException;
import orchestrate.coordinator.fresh.Begun;
import orchestrate.coordinator.fresh.Inspector;
import orchestrate.coordinator.fresh.MissingInputException;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.fresh.Restored;
import orchestrate.coordinator.fresh.Work;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.Inbox;
import orchestrate.coordinator.schedule.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Looks, before an attempt of a task with {@code inputs} is given to the pool, whether it has to be
 * run at all. All methods are for the run's thread.
 */
final class Freshness {
  private static final Reasons DEMANDED = Reasons.of("--rerun asks for it");
  private static final Reasons AGAIN = Reasons.of("it is tried again");

  /** What has come of looking. */
  private sealed interface Verdict {
    /** It was done. */
    record UpToDate(Outcome.UpToDate outcome) implements Verdict {}

    /** It has to be done, for these reasons. */
    record Due(Begun begun, Reasons because) implements Verdict {}

    /** It can't be done. */
    record Impossible(String reason) implements Verdict {}
  }

  private final Plan plan;
  private final Inspector inspector;
  private final Errands errands;
  private final RunClock clock;
  private final Consumer<RunEvent> tell;
  private final Map<Attempt, Begun> begun = new HashMap<>();

  Freshness(Plan plan, Inspector inspector, Inbox inbox, RunClock clock, Consumer<RunEvent> tell) {
    this.plan = plan;
    this.inspector = inspector;
    this.errands = new Errands(inbox);
    this.clock = clock;
    this.tell = tell;
  }

  /** Whether there is anything to look at for the task. */
  static boolean concerns(PlannedTask task) {
    return task.spec().files().inputs() != null;
  }

  /**
   * Looks, and calls one of the two, later.
   *
   * @param due if it is to be run
   * @param over if it is not: because it is up to date, or because it can't
   */
  void look(
      Attempt attempt,
      PlannedTask task,
      InstanceNames names,
      Runnable due,
      Consumer<Outcome> over) {
    Work work;
    try {
      work = Works.of(plan.job(), task, attempt.run(), names);
    } catch (EvaluationException e) {
      over.accept(new Outcome.FailedToStart(String.valueOf(e.getMessage())));
      return;
    }
    Reasons demanded =
        plan.rerun().contains(task.name()) ? DEMANDED : attempt.run().attempt() > 1 ? AGAIN : null;
    errands.send(
        "inputs of",
        attempt,
        () -> judge(work, demanded),
        verdict -> {
          switch (verdict) {
            case Verdict.UpToDate(var outcome) -> over.accept(outcome);
            case Verdict.Impossible(String reason) ->
                over.accept(new Outcome.FailedToStart(reason));
            case Verdict.Due(Begun now, Reasons because) -> {
              begun.put(attempt, now);
              tell(task, attempt, now, because);
              due.run();
            }
          }
        });
  }

  /** Of a fan-out that is new here nothing is told: there may be a million instances of it. */
  private void tell(PlannedTask task, Attempt attempt, Begun now, Reasons because) {
    boolean isNew = because.equals(Reasons.NEVER_SUCCEEDED);
    if (attempt.run().attempt() == 1 && !(isNew && task.isFanOut())) {
      tell.accept(
          new RunEvent.OutOfDate(
              clock.millis(), task.number(), attempt.run().instance(), because, now.lastRun()));
    }
  }

  /**
   * On another thread.
   *
   * @param demanded why it is to be done in any case; null if it isn't
   */
  private Verdict judge(Work work, @Nullable Reasons demanded) {
    try {
      Begun now = inspector.begin(work);
      Reasons because = demanded == null ? inspector.whyDue(now) : demanded;
      if (because == null) {
        return new Verdict.UpToDate(new Outcome.UpToDate(now.values(), 0, now.lastRun()));
      }
      return demanded == null ? restored(now, because) : new Verdict.Due(now, because);
    } catch (MissingInputException e) {
      return new Verdict.Impossible(String.valueOf(e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      return new Verdict.Impossible(
          "whether it is up to date can't be found out: " + Explanation.of(e));
    }
  }

  private Verdict restored(Begun now, Reasons because) {
    try {
      Restored restored = inspector.restore(now);
      return restored == null
          ? new Verdict.Due(now, because)
          : new Verdict.UpToDate(
              new Outcome.UpToDate(
                  restored.success().values(), restored.files(), restored.success().run()));
    } catch (IOException | IllegalArgumentException e) {
      return new Verdict.Due(
          now, because.but("and what is kept can't be put back: " + Explanation.of(e)));
    }
  }

  /** So that what is kept of tasks does not grow without end. To be called when all have ended. */
  void makeRoom() {
    if (plan.tasks().stream().anyMatch(task -> task.spec().files().cached())) {
      try {
        inspector.trim(plan.job().cacheSize());
      } catch (IOException e) {
        tell.accept(
            new RunEvent.Restricted(
                clock.millis(), "the cache can't be made smaller: " + Explanation.of(e)));
      }
    }
  }

  /** What the attempt depended on when it began; null if its task has no inputs. */
  @Nullable Begun takeBegun(Attempt attempt) {
    return begun.isEmpty() ? null : begun.remove(attempt);
  }

  boolean anyUnderWay(Predicate<Attempt> which) {
    return errands.anyUnderWay(which);
  }

  /** Of these nobody wants to know any more. */
  Collection<Attempt> dismiss(Predicate<Attempt> which) {
    return errands.dismiss(which);
  }
}
