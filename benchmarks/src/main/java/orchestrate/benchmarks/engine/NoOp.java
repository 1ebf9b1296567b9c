package orchestrate.benchmarks.engine;

import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** A task that does nothing: what it takes is what we take. */
record NoOp(long item) implements Task {
  @Override
  public void run(TaskContext context) {}
}
