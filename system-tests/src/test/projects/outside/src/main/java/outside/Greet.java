package outside;

import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** A task of a job. */
public record Greet(String whom) implements Task {
  @Override
  public void run(TaskContext context) {
    context.output("greeting", "hello, " + whom);
  }
}
