package orchestrate.benchmarks.engine;

import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Does nothing. */
public record NoopTask() implements Task {
  @Override
  public void run(TaskContext context) {}
}
