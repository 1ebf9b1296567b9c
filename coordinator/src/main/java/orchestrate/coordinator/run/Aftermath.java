package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import orchestrate.config.Explanation;
import orchestrate.config.TaskFiles;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Names;
import orchestrate.coordinator.files.Artifacts;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.Inbox;
import orchestrate.coordinator.schedule.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the files of an attempt after it has ended and before its end counts: those
 * that it promised are looked for, and its artifacts are copied. It may turn a success into a
 * failure. Nothing that comes after it has begun by then, and it keeps its slot, so as many are at
 * this as there are slots.
 *
 * <p>Files may be many and large, so each attempt has a thread of its own. All methods are for the
 * run's thread.
 */
final class Aftermath {
  private final JobFiles files;
  private final RunFolder folder;
  private final Inbox inbox;
  private final RunClock clock;
  private final Consumer<RunEvent> tell;
  private final Map<Attempt, Thread> underWay = new HashMap<>();

  Aftermath(
      JobFiles files, RunFolder folder, Inbox inbox, RunClock clock, Consumer<RunEvent> tell) {
    this.files = files;
    this.folder = folder;
    this.inbox = inbox;
    this.clock = clock;
    this.tell = tell;
  }

  /** Whether there is ever anything to do for the task. */
  static boolean follows(PlannedTask task) {
    TaskFiles files = task.spec().files();
    return !files.outputs().isEmpty() || !files.artifacts().isEmpty();
  }

  /**
   * An attempt has ended, and runs no more.
   *
   * @param began whether a lane was at it
   * @param again whether there will be a further attempt
   * @param settled is given the outcome that counts, later
   */
  void settle(
      Attempt attempt,
      PlannedTask task,
      Names names,
      Outcome outcome,
      boolean began,
      boolean again,
      Consumer<Outcome> settled) {
    boolean left = began && !again && !(outcome instanceof Outcome.FailedToStart);
    boolean keeps = left && !task.spec().files().artifacts().isEmpty();
    if (!keeps && !(outcome instanceof Outcome.Succeeded)) {
      settled.accept(outcome);
      return;
    }
    PromisedFiles promised;
    try {
      promised = PromisedFiles.of(task.spec().files(), names);
    } catch (EvaluationException e) {
      settled.accept(
          unlessFailed(
              outcome, "one of its `outputs` or `artifacts` names no file: " + e.getMessage()));
      return;
    }
    Path target = folder.artifactsOf(task, attempt.run().instance());
    var work = new Work(outcome, promised, target, keeps, task.spec().isService());
    Thread thread =
        Thread.ofVirtual()
            .name("files of " + attempt.run().describe())
            .unstarted(() -> run(work, () -> settled(attempt, work, settled)));
    underWay.put(attempt, thread);
    thread.start();
  }

  private void run(Work work, Runnable done) {
    try {
      work.run();
      inbox.post(done);
    } catch (RuntimeException | Error e) { // The run must not wait for us.
      inbox.post(
          () -> {
            throw e;
          });
    }
  }

  private void settled(Attempt attempt, Work work, Consumer<Outcome> settled) {
    underWay.remove(attempt);
    Artifacts.Kept kept = work.kept;
    if (kept != null || work.trouble != null) {
      tell.accept(
          new RunEvent.ArtifactsKept(
              clock.millis(),
              attempt.run().task().number(),
              attempt.run().instance(),
              attempt.run().attempt(),
              kept == null ? 0 : kept.files(),
              kept == null ? 0 : kept.bytes(),
              work.trouble));
    }
    settled.accept(work.outcome);
  }

  /** Whether it is at the files of such an attempt. */
  boolean anyUnderWay(Predicate<Attempt> which) {
    return underWay.keySet().stream().anyMatch(which);
  }

  /** Nobody wants to wait for it any more. */
  void cutShort() {
    underWay.values().forEach(Thread::interrupt);
  }

  private static Outcome unlessFailed(Outcome outcome, String reason) {
    return outcome instanceof Outcome.Succeeded
        ? new Outcome.Failed("it succeeded, but " + reason)
        : outcome;
  }

  /** On a thread of its own; what it has found out is read by the run's thread afterwards. */
  private final class Work {
    final PromisedFiles promised;
    final Path target;
    final boolean keeps;
    final boolean mayLack;
    Outcome outcome;
    Artifacts.@Nullable Kept kept;
    @Nullable String trouble;

    Work(Outcome outcome, PromisedFiles promised, Path target, boolean keeps, boolean mayLack) {
      this.outcome = outcome;
      this.promised = promised;
      this.target = target;
      this.keeps = keeps;
      this.mayLack = mayLack;
    }

    void run() {
      if (outcome instanceof Outcome.Succeeded) {
        checkOutputs();
      }
      if (keeps) {
        keepArtifacts();
      }
    }

    private void checkOutputs() {
      try {
        for (String output : promised.outputs()) {
          if (!files.has(output)) {
            outcome = lacking("output", output);
            return;
          }
        }
      } catch (IOException | IllegalArgumentException e) {
        outcome = unlessFailed(outcome, "its `outputs` can't be looked at: " + Explanation.of(e));
      }
    }

    private Outcome lacking(String what, String name) {
      return new Outcome.Failed(
          "it succeeded but did not make its %s %s".formatted(what, files.at(name)));
    }

    private void keepArtifacts() {
      try {
        kept = new Artifacts(files, target).keep(promised.artifacts());
        if (!kept.lacking().isEmpty()) {
          trouble = "there is no " + String.join(", nor ", kept.lacking());
          if (outcome instanceof Outcome.Succeeded && !mayLack) {
            outcome = lacking("artifact", kept.lacking().getFirst());
          }
        }
      } catch (IOException | IllegalArgumentException e) {
        trouble = "can't be copied to %s: %s".formatted(target, Explanation.of(e));
        outcome = unlessFailed(outcome, "its artifacts " + trouble);
      }
    }
  }
}
