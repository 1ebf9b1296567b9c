package orchestrate.coordinator.report;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orchestrate.config.JobFile;
import orchestrate.config.Position;
import orchestrate.config.Printable;
import orchestrate.coordinator.ci.Annotation;
import orchestrate.coordinator.ci.Annotation.Severity;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.report.RunSummary.Failure;
import orchestrate.coordinator.schedule.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is to be shown at the tasks of a job file when its run is over: errors where one has failed,
 * warnings where one has failed as it may, or has timed out and was tried again.
 */
final class TaskAnnotations {
  private static final int MOST_NAMES = 20;
  private static final int TAIL_LINES = 5;

  private final JobFile job;
  private final RunSummary summary;
  private final RunFiles files;

  TaskAnnotations(JobFile job, RunSummary summary, RunFiles files) {
    this.job = job;
    this.summary = summary;
    this.files = files;
  }

  /** The errors, then the warnings; if there are too many of a kind, the last is about the rest. */
  List<Annotation> all() throws IOException {
    var all = new ArrayList<Annotation>();
    for (Severity severity : Severity.values()) {
      List<TaskSummary> tasks =
          summary.tasks().stream().filter(task -> severity(task) == severity).toList();
      int single = tasks.size() > Annotation.MOST ? Annotation.MOST - 1 : tasks.size();
      for (TaskSummary task : tasks.subList(0, single)) {
        all.add(annotation(severity, task));
      }
      if (single < tasks.size()) {
        all.add(ofRest(severity, tasks.subList(single, tasks.size())));
      }
    }
    return all;
  }

  private static @Nullable Severity severity(TaskSummary task) {
    return switch (task.status()) {
      case TaskStatus.Failed _ -> Severity.ERROR;
      case TaskStatus.AllowedFailure _ -> Severity.WARNING;
      case TaskStatus.Waiting _,
          TaskStatus.Active _,
          TaskStatus.Succeeded _,
          TaskStatus.Declined _,
          TaskStatus.Skipped _,
          TaskStatus.Cancelled _ ->
          task.timedOut() > 0 ? Severity.WARNING : null;
    };
  }

  private Annotation annotation(Severity severity, TaskSummary task) throws IOException {
    String name = task.task().name();
    return switch (task.status()) {
      case TaskStatus.Failed _ -> at(task.task(), severity, name + " failed", failure(task));
      case TaskStatus.AllowedFailure _ ->
          at(task.task(), severity, name + " failed, as it may", failure(task));
      case TaskStatus.Waiting _,
          TaskStatus.Active _,
          TaskStatus.Succeeded _,
          TaskStatus.Declined _,
          TaskStatus.Skipped _,
          TaskStatus.Cancelled _ ->
          at(
              task.task(),
              severity,
              name + " timed out, and was tried again",
              "%s took longer than the task's timeout"
                  .formatted(Format.count(task.timedOut(), "attempt")));
    };
  }

  private String failure(TaskSummary task) throws IOException {
    String what =
        task.task().isFanOut()
            ? "%d of %s failed".formatted(task.failed(), Format.count(task.count(), "item"))
            : "";
    Optional<Failure> first =
        summary.failures().stream()
            .filter(failure -> failure.task().number() == task.task().number())
            .findFirst();
    if (first.isEmpty()) { // Only so many are kept.
      return what.isEmpty() ? "its log tells why" : what;
    }
    return (what.isEmpty() ? "" : "%s; %s: ".formatted(what, first.get().name()))
        + why(first.get());
  }

  private String why(Failure failure) throws IOException {
    var lines = new ArrayList<String>();
    lines.add(FailureList.reason(failure));
    lines.addAll(FailureList.tail(failure, files, TAIL_LINES));
    return String.join("\n", lines);
  }

  private Annotation ofRest(Severity severity, List<TaskSummary> tasks) {
    String names =
        tasks.stream().limit(MOST_NAMES).map(task -> task.task().name()).collect(joining(", "));
    return at(
        tasks.getFirst().task(),
        severity,
        "%s more".formatted(Format.count(tasks.size(), "task")),
        names + (tasks.size() > MOST_NAMES ? ", ..." : ""));
  }

  private Annotation at(PlannedTask task, Severity severity, String title, String message) {
    Position place = job.placeOf(task.spec());
    return new Annotation(
        severity,
        place.source().path(),
        place.line(),
        place.column(),
        place.column() + place.length(),
        Printable.text(title),
        message);
  }
}
