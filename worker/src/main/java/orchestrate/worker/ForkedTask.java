package orchestrate.worker;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.NoSuchElementException;
import orchestrate.task.SubtaskFailedException;
import orchestrate.task.Task;
import orchestrate.worker.protocol.Subtask;
import orchestrate.worker.protocol.SubtaskAnswer;
import org.jspecify.annotations.Nullable;

/** A subtask, as the task that has forked it sees it. Belongs to the lane's thread. */
final class ForkedTask implements orchestrate.task.Subtask {
  private final SubtaskScope scope;
  private final Subtask described;
  private @Nullable Task task;
  private int attempt = 1;
  private @Nullable Map<String, String> outputs;
  private @Nullable SubtaskFailedException failure;

  /**
   * @param described what others are told of it
   */
  ForkedTask(SubtaskScope scope, Subtask described, Task task) {
    this.scope = scope;
    this.described = described;
    this.task = task;
  }

  SubtaskScope scope() {
    return scope;
  }

  /** What is to run; only until it has ended. */
  Task task() {
    return requireNonNull(task, "a subtask that has ended");
  }

  /** The attempt that runs, or is to run next. */
  int attempt() {
    return attempt;
  }

  /** What others are told of it. */
  Subtask described() {
    return described;
  }

  boolean hasEnded() {
    return task == null;
  }

  /** Takes what has become of it. */
  void end(SubtaskAnswer answer) {
    switch (answer) {
      case SubtaskAnswer.Succeeded(var given) -> {
        outputs = given;
        task = null;
      }
      case SubtaskAnswer.Failed(String reason) -> {
        failure = scope.failed(this, reason);
        task = null;
      }
      case SubtaskAnswer.Again(int next) -> attempt = next;
    }
  }

  @Override
  public Map<String, String> outputs() throws InterruptedException {
    scope.await(this);
    if (failure != null) {
      scope.tell(failure);
      throw failure;
    }
    return requireNonNull(outputs);
  }

  @Override
  public String output(String key) throws InterruptedException {
    String value = outputs().get(key);
    if (value == null) {
      throw new NoSuchElementException(
          "the subtask gave no output `%s`; it gave %s".formatted(key, requireNonNull(outputs)));
    }
    return value;
  }
}
