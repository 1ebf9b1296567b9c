package orchestrate.coordinator.run;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import orchestrate.config.TaskFiles;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Names;
import orchestrate.coordinator.files.Artifacts;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.fresh.Begun;
import orchestrate.coordinator.fresh.Inspector;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.Inbox;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.worker.protocol.Run;

/**
 * What is done with the files of an attempt after it has ended and before its end counts: those
 * that it promised are looked for, what it has made is remembered, and its artifacts are copied. It
 * may turn a success into a failure. Nothing that comes after it has begun by then, and it keeps
 * its slot, so as many are at this as there are slots. All methods are for the run's thread.
 */
final class Aftermath {
  private final JobFiles files;
  private final Inspector inspector;
  private final Freshness freshness;
  private final RunFolder folder;
  private final Errands errands;
  private final RunClock clock;
  private final Consumer<RunEvent> tell;

  Aftermath(
      JobFiles files,
      Inspector inspector,
      Freshness freshness,
      RunFolder folder,
      Inbox inbox,
      RunClock clock,
      Consumer<RunEvent> tell) {
    this.files = files;
    this.inspector = inspector;
    this.freshness = freshness;
    this.folder = folder;
    this.errands = new Errands(inbox);
    this.clock = clock;
    this.tell = tell;
  }

  /** Whether there is ever anything to do for the task. */
  static boolean follows(PlannedTask task) {
    TaskFiles files = task.spec().files();
    return !files.outputs().isEmpty() || !files.artifacts().isEmpty() || Freshness.concerns(task);
  }

  /**
   * An attempt has ended, and runs no more.
   *
   * @param ran whether a lane was at it
   * @param again whether there will be a further attempt
   * @param settled is given the outcome that counts, later
   */
  void settle(
      Attempt attempt,
      PlannedTask task,
      Names names,
      Outcome outcome,
      boolean ran,
      boolean again,
      Consumer<Outcome> settled) {
    Begun begun = freshness.takeBegun(attempt);
    if (!ran || outcome instanceof Outcome.FailedToStart) {
      settled.accept(outcome);
      return;
    }
    LeftFiles left;
    try {
      left = new LeftFiles(files, NamedFiles.of(task.spec().files(), names), outcome);
    } catch (EvaluationException e) {
      settled.accept(namesNoFile(outcome, e));
      return;
    }
    Path target = folder.artifactsOf(task, attempt.run().instance());
    boolean keeps = !again && !task.spec().files().artifacts().isEmpty();
    errands.send(
        "files of",
        attempt,
        () -> {
          left.checkOutputs();
          if (keeps) {
            left.keepArtifacts(target, task.spec().isService());
          }
          if (begun != null) {
            left.remember(inspector, begun);
          }
          return left;
        },
        done -> {
          tell(attempt.run(), done);
          settled.accept(done.outcome());
        });
  }

  private static Outcome namesNoFile(Outcome outcome, EvaluationException e) {
    return outcome instanceof Outcome.Succeeded
        ? new Outcome.Failed("it succeeded, but " + e.getMessage())
        : outcome;
  }

  private void tell(Run run, LeftFiles left) {
    Artifacts.Kept kept = left.kept();
    String trouble = left.artifactTrouble();
    if (kept != null || trouble != null) {
      tell.accept(
          new RunEvent.ArtifactsKept(
              clock.millis(),
              run.task().number(),
              run.instance(),
              run.attempt(),
              kept == null ? 0 : kept.files(),
              kept == null ? 0 : kept.bytes(),
              trouble));
    }
    if (left.memoryTrouble() != null) {
      tell.accept(
          new RunEvent.Restricted(
              clock.millis(),
              "how %s went can't be remembered, so the next run may repeat it: %s"
                  .formatted(run.describe(), left.memoryTrouble())));
    }
  }

  /** Whether it is at the files of such an attempt. */
  boolean anyUnderWay(Predicate<Attempt> which) {
    return errands.anyUnderWay(which);
  }

  /** Nobody wants to wait for it any more. */
  void cutShort() {
    errands.cutShort();
  }
}
