package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.config.Action;
import orchestrate.config.Problems;
import org.jspecify.annotations.Nullable;

/** Finds tasks that can't be joined by a pipe. */
final class PipeCheck {
  /** Keys that a task of a pipeline can't have. */
  static final List<String> EXCLUDED = List.of("for-each", "matrix", "meets", "service", "inputs");

  private final Map<String, TaskDraft> tasks;
  private final Map<String, TaskDraft> readers = new HashMap<>();

  /** Tasks of which it was said that they can't be part of a pipeline. */
  private final Set<String> told = new HashSet<>();

  private final Problems problems;

  /**
   * @param tasks by their names
   */
  PipeCheck(Map<String, TaskDraft> tasks, Problems problems) {
    this.tasks = tasks;
    this.problems = problems;
  }

  void run() {
    for (TaskDraft reader : tasks.values()) {
      Name from = reader.pipeFrom();
      TaskDraft writer = writer(reader);
      if (from != null && writer != null) {
        checkMember(writer, from);
        checkMember(reader, from);
        checkIsOnlyReader(reader, from);
        checkRetry(writer, reader, from);
      }
    }
    checkCircles();
  }

  private @Nullable TaskDraft writer(TaskDraft reader) {
    return reader.pipeFrom() == null ? null : tasks.get(reader.pipeFrom().text());
  }

  private void checkMember(TaskDraft task, Name place) {
    if (task.spec().action() instanceof Action.Java && told.add(task.name())) {
      problems.add(
          place.position(),
          "a pipe joins commands, and %s is a Java task".formatted(quoted(task.name())),
          "hand a file from one to the other, and say `needs`");
    }
    if (task.isFanOut() && told.add(task.name())) {
      problems.add(
          place.position(),
          "a pipe joins tasks that run once, and %s runs for each of its items"
              .formatted(quoted(task.name())),
          "a script may have a pipe of its own: `run: list ${{ item }} | count`");
    }
    if (task.spec().isService() && told.add(task.name())) {
      problems.add(
          place.position(),
          "a pipe joins tasks that end by themselves, and %s is a service"
              .formatted(quoted(task.name())),
          "the others may ask it for what it has, or read a file that it writes");
    }
    if (task.spec().files().inputs() != null && told.add(task.name())) {
      problems.add(
          place.position(),
          "a pipe joins tasks that run together, and %s may be up to date"
              .formatted(quoted(task.name())),
          "leave out its `inputs`: what comes through a pipe is not known before");
    }
    if (!task.meets().isEmpty() && told.add(task.name())) {
      problems.add(
          place.position(),
          "%s meets others at a barrier: it can't start together with a pipeline, too"
              .formatted(quoted(task.name())),
          "leave out `meets`, or `pipe-from`");
    }
  }

  private void checkIsOnlyReader(TaskDraft reader, Name from) {
    TaskDraft other = readers.putIfAbsent(from.text(), reader);
    if (other != null) {
      problems.add(
          from.position(),
          "%s is piped into %s already".formatted(quoted(from.text()), quoted(other.name())),
          "only one can read it; let it write a file for the others (`tee`), and those say"
              + " `needs`");
    }
  }

  /** What is tried again is the pipeline: there is no sense in a part of a stream. */
  private void checkRetry(TaskDraft writer, TaskDraft reader, Name from) {
    boolean sure = writer.isSure("retry") && reader.isSure("retry");
    if (sure && !writer.spec().retry().equals(reader.spec().retry())) {
      problems.add(
          from.position(),
          "%s and %s are tried again together, but their `retry` differs"
              .formatted(quoted(writer.name()), quoted(reader.name())),
          "give both the same `retry`, or write it under `defaults`");
    }
  }

  private void checkCircles() {
    var seen = new HashSet<String>();
    for (TaskDraft task : tasks.values()) {
      if (task.pipeFrom() == null) {
        continue;
      }
      var path = new ArrayList<TaskDraft>();
      TaskDraft next = task;
      while (next != null && seen.add(next.name())) {
        path.addFirst(next);
        next = writer(next);
      }
      if (next != null && path.contains(next)) {
        tellCircle(path.subList(0, path.indexOf(next) + 1));
      }
    }
  }

  private void tellCircle(List<TaskDraft> circle) {
    Name place = circle.getFirst().pipeFrom();
    if (place != null) {
      List<String> names = new ArrayList<>(circle.stream().map(TaskDraft::name).toList());
      names.add(names.getFirst());
      problems.add(
          place.position(),
          circle.size() == 1
              ? "a task can't read what it writes itself"
              : "tasks can't be piped in a circle: `%s`".formatted(String.join(" | ", names)));
    }
  }
}
