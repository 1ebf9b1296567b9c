package orchestrate.coordinator.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.config.Explanation;
import orchestrate.config.JobFile;
import orchestrate.config.Printable;
import orchestrate.coordinator.export.Verdict.Element;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.report.LogTail;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.schedule.TaskStatus;

/** Makes test cases of what has become of tasks and their instances. */
final class TestCases {
  private static final int TAIL_LINES = 50;
  private static final int LONGEST_NAME = 300;

  private final String jobName;
  private final String jobFile;
  private final RunFiles files;

  TestCases(JobFile job, RunFiles files) {
    this.jobName = Texts.cut(Printable.text(job.name()), LONGEST_NAME);
    this.jobFile = Printable.text(files.shown(job.source().path()));
    this.files = files;
  }

  String jobName() {
    return jobName;
  }

  /** As a person would name it. */
  String jobFile() {
    return jobFile;
  }

  /** What the task's cases are counted to: with a dot, as readers show suites as a tree. */
  String group(PlannedTask task) {
    return task.isFanOut() ? jobName + "." + task.name() : jobName;
  }

  /** An instance, of which that was the last attempt. */
  TestCase of(
      PlannedTask task, RunEvent.AttemptEnded event, Verdict verdict, EarlierAttempts earlier) {
    Ran ran = event.ran();
    String item = ran == null || ran.run() == null ? event.item() : ran.run().item();
    String name = task.instanceName(event.instance());
    boolean passed = verdict.element() == Element.PASSED;
    return new TestCase(
        group(task),
        item == null
            ? name
            : Texts.cut("%s (%s)".formatted(name, Printable.text(item)), LONGEST_NAME),
        event.nanos() + earlier.nanos(),
        verdict,
        passed ? null : Printable.text(event.outcome().reason()),
        passed || event.attempt() == 0 ? List.of() : tail(task, event),
        earlier.lines());
  }

  private List<String> tail(PlannedTask task, RunEvent.AttemptEnded event) {
    Path log = files.log(task, event.instance(), event.attempt());
    List<String> lines;
    try {
      lines = LogTail.of(log, TAIL_LINES);
    } catch (IOException e) { // Logs are the user's: a task may have done anything to them.
      return List.of("its log can't be read: " + Printable.text(Explanation.of(e)));
    }
    if (lines.isEmpty()) {
      return List.of("it printed nothing");
    }
    var details = new ArrayList<String>();
    details.add("log " + Printable.text(files.shown(log)));
    details.addAll(lines);
    return details;
  }

  /** A task that has not begun, or was stopped between two attempts. */
  TestCase notRun(PlannedTask task, TaskStatus status) {
    String type =
        switch (status) {
          case TaskStatus.Skipped _, TaskStatus.Declined _ -> "skipped";
          case TaskStatus.Cancelled _ -> "cancelled";
          case TaskStatus.Waiting _,
              TaskStatus.Active _,
              TaskStatus.Succeeded _,
              TaskStatus.Failed _,
              TaskStatus.AllowedFailure _ ->
              "not run";
        };
    String reason = status.reason() == null ? status.word() : status.reason();
    return bad(task, task.name(), new Verdict(Element.SKIPPED, type), reason);
  }

  /** What there is to say of the instances of a fan-out that are not listed. */
  List<TestCase> unlisted(PlannedTask task, FanOutCases cases, TaskStatus status) {
    var rest = new ArrayList<TestCase>();
    long passed = cases.unlisted(Element.PASSED);
    if (passed > 0) {
      rest.add(
          new TestCase(
              group(task),
              task.name() + ": the items that went well",
              0,
              new Verdict(Element.PASSED, "ok"),
              null,
              List.of(),
              List.of(passed + " items")));
    }
    long failed = cases.unlisted(Element.FAILURE) + cases.unlisted(Element.ERROR);
    if (failed > 0) {
      rest.add(
          bad(
              task,
              task.name() + ": further failures",
              new Verdict(Element.FAILURE, "further failures"),
              "%d more failed; the first %d are listed"
                  .formatted(failed, FanOutCases.MOST_FAILURES)));
    }
    long skipped = cases.unlisted(Element.SKIPPED) + cases.left();
    if (skipped > 0) {
      String reason = status.reason() == null ? "" : ": " + status.reason();
      rest.add(
          bad(
              task,
              task.name() + ": the items that were not run to their end",
              new Verdict(Element.SKIPPED, "not run"),
              skipped + " items" + reason));
    }
    return rest;
  }

  private TestCase bad(PlannedTask task, String name, Verdict verdict, String message) {
    return new TestCase(
        group(task), name, 0, verdict, Printable.text(message), List.of(), List.of());
  }
}
