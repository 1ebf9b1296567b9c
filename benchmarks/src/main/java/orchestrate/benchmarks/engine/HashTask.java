package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Hashes a file. */
public record HashTask(Path file) implements Task {
  @Override
  public void run(TaskContext context) throws IOException {
    context.output("sha256", Hash.of(context.resolve(file)));
  }
}
