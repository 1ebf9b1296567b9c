package orchestrate.coordinator.explain;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import orchestrate.config.Explanation;
import orchestrate.coordinator.describe.JobChange;
import orchestrate.coordinator.describe.JobChange.FieldChanged;
import orchestrate.coordinator.describe.JobDescription;
import orchestrate.coordinator.describe.JobRecord;
import orchestrate.coordinator.explain.Outline.Task;
import orchestrate.coordinator.explain.TaskExplanation.Because;
import orchestrate.coordinator.explain.TaskExplanation.Before;
import orchestrate.coordinator.explain.TaskExplanation.Cause;
import orchestrate.coordinator.explain.TaskExplanation.Log;
import orchestrate.coordinator.explain.TaskExplanation.Need;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.history.Ending;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.history.RunHistory;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.Recorded;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.report.LogTail;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.Renumbering;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.LogFiles;
import org.jspecify.annotations.Nullable;

/** Explains what a task of a run did, from what the run, and the one before it, have left. */
public final class Explainer {
  private static final int FORMAT = 1;
  private static final int LOG_LINES = 10;
  private static final Reasons ALWAYS =
      Reasons.of("it names no `inputs`, and such a task is run each time");

  private final RunHistory history;
  private final PastRun run;
  private final Beginning beginning;
  private final @Nullable JobDescription description;
  private final TaskStory story;
  private final int number;
  private final Task task;
  private final @Nullable Long instance;

  private Explainer(
      RunHistory history,
      PastRun run,
      Beginning beginning,
      @Nullable JobDescription description,
      TaskStory story,
      int number,
      @Nullable Long instance) {
    this.history = history;
    this.run = run;
    this.beginning = beginning;
    this.description = description;
    this.story = story;
    this.number = number;
    this.task = story.outline().tasks().get(number);
    this.instance = instance;
  }

  /**
   * Explains a task.
   *
   * @param run that says how it began
   * @param taskName of a task that it has
   * @param instance null for the task as a whole
   * @throws IOException if what the run has left can't be read
   */
  public static TaskExplanation explain(
      RunHistory history, PastRun run, String taskName, @Nullable Long instance)
      throws IOException {
    Beginning beginning = requireNonNull(run.beginning());
    JobDescription description = null;
    try {
      description = JobRecord.read(run.folder().path());
    } catch (NoSuchFileException e) {
      // Then it can't be told what the task waited for; all else can.
    }
    Outline outline = Outline.of(beginning, description);
    int number = outline.numberOf(taskName);
    var story = new TaskStory(outline, number, instance);
    Recorded recorded = JournalReader.read(run.folder().path(), renumbered(run, beginning, story));
    return new Explainer(history, run, beginning, description, story, number, instance)
        .explain(recorded.damage());
  }

  /**
   * A run that was resumed after its job file was changed has tasks by other numbers since then.
   */
  private static Consumer<RunEvent> renumbered(PastRun run, Beginning now, Consumer<RunEvent> story)
      throws IOException {
    var renumbering = new Renumbering(now.taskNames());
    renumbering.from(Beginning.readFirst(run.folder().path()).taskNames());
    return event -> {
      if (event instanceof RunEvent.JobChanged changed) {
        renumbering.from(changed.tasks());
      }
      RunEvent renumbered = renumbering.of(event);
      if (renumbered != null) {
        story.accept(renumbered);
      }
    };
  }

  private TaskExplanation explain(@Nullable String damage) throws IOException {
    Ending ending = run.ending();
    boolean goesOn = ending instanceof Ending.Running;
    if (!goesOn) {
      story.died();
    }
    Outcome outcome = story.outcome();
    Log log = log();
    return new TaskExplanation(
        FORMAT,
        run.id(),
        beginning.job(),
        ending.word(),
        task.name(),
        instance,
        story.item(),
        result(goesOn),
        story.reason(),
        cause(),
        story.millis() == 0 ? null : story.millis(),
        because(),
        outcome instanceof Outcome.UpToDate(_, _, String since) ? since : null,
        outcome instanceof Outcome.UpToDate(_, long restored, _) && restored > 0 ? restored : null,
        task.needs().stream().map(this::need).toList(),
        story.waits(goesOn ? new RunClock().millis() : story.last()),
        story.attempts(),
        story.items(),
        log,
        before(),
        damage,
        advice(log != null));
  }

  private String result(boolean goesOn) {
    String word = story.result();
    boolean open = word.equals("running") || word.equals("waiting");
    return goesOn || !open ? word : word.equals("running") ? "lost" : "not reached";
  }

  private Need need(int other) {
    return new Need(
        story.outline().tasks().get(other).name(), story.result(other), story.endedAfter(other));
  }

  private @Nullable Because because() {
    if (story.because() != null || description == null || !story.hasBegun()) {
      return story.because();
    }
    Reasons reasons = task.looksAtInputs() ? Reasons.NEVER_SUCCEEDED : ALWAYS;
    // Of a fan-out as a whole that is told of its instances.
    return task.looksAtInputs() && story.items() != null
        ? null
        : new Because(reasons.first(), reasons.count(), null);
  }

  /** Goes back from a task that was skipped to the one that is to blame. */
  private @Nullable Cause cause() {
    int at = number;
    Set<Integer> seen = new HashSet<>();
    while (seen.add(at) && story.status(at) instanceof TaskStatus.Skipped) {
      at =
          story.outline().tasks().get(at).needs().stream()
              .filter(this::isBad)
              .findFirst()
              .orElse(at);
    }
    if (at == number) {
      return null;
    }
    return new Cause(story.outline().tasks().get(at).name(), story.result(at), story.reason(at));
  }

  private boolean isBad(int other) {
    TaskStatus status = story.status(other);
    return status != null && !status.isGood();
  }

  private @Nullable Log log() throws IOException {
    if (story.lastAttempt() == 0) {
      return null;
    }
    Path file =
        LogFiles.of(run.folder().path())
            .of(task.name(), instance == null ? 0 : instance, story.lastAttempt(), task.fanOut());
    List<String> lines = LogTail.of(file, LOG_LINES);
    return lines.isEmpty()
        ? null
        : new Log(new RunFiles(run.folder().path(), Path.of("")).shown(file), lines);
  }

  private List<String> advice(boolean hasLog) {
    return story.outcome() instanceof Outcome.Failure failure && !story.isRunning()
        ? Advice.about(
            failure, run.id(), task.instanceName(instance == null ? -1 : instance), hasLog)
        : List.of();
  }

  /** The one before it of the same job; null if there is none. */
  private @Nullable Before before() {
    Optional<PastRun> earlier =
        history.before(run.id()).filter(other -> beginning.job().equals(other.job())).findFirst();
    if (earlier.isEmpty()) {
      return null;
    }
    String result = earlier.get().tasks().get(task.name());
    if (description == null) {
      return new Before(
          earlier.get().id(), result, List.of(), "this run did not keep what its job was");
    }
    try {
      JobDescription then = JobRecord.read(earlier.get().folder().path());
      return since(earlier.get().id(), result, description.changesSince(then));
    } catch (NoSuchFileException e) {
      return new Before(
          earlier.get().id(), result, List.of(), "that run did not keep what its job was");
    } catch (IOException e) {
      return new Before(earlier.get().id(), result, List.of(), Explanation.of(e));
    }
  }

  private Before since(String earlier, @Nullable String result, List<JobChange> changes) {
    boolean isNew = changes.contains(new JobChange.TaskAdded(task.name()));
    return new Before(
        earlier, result, changes(changes), isNew ? "the job had no such task then" : null);
  }

  private List<FieldChanged> changes(List<JobChange> all) {
    var changes = new ArrayList<FieldChanged>();
    for (JobChange change : all) {
      if (change instanceof FieldChanged field
          && (field.task() == null || field.task().equals(task.name()))) {
        changes.add(field);
      }
    }
    return changes;
  }
}
