package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.HashSet;
import java.util.List;
import orchestrate.config.Problems;

/** Finds waits for events that no task sets. */
final class EventCheck {
  private final List<TaskDraft> tasks;
  private final Problems problems;

  EventCheck(List<TaskDraft> tasks, Problems problems) {
    this.tasks = tasks;
    this.problems = problems;
  }

  void run() {
    if (!tasks.stream().allMatch(task -> task.isSure("sets"))) {
      return;
    }
    var set = new HashSet<String>();
    tasks.forEach(task -> set.addAll(task.spec().sets()));
    for (TaskDraft task : tasks) {
      for (Name event : task.waitsFor()) {
        if (!set.contains(event.text())) {
          problems.add(
              event.position(),
              "no task sets the event " + quoted(event.text()),
              "one must have `sets: " + event.text() + "`");
        }
      }
    }
  }
}
