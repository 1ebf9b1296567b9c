package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Says that it has begun, and waits to be killed. */
public record LongTask() implements Task {
  @Override
  public void run(TaskContext context) throws IOException, InterruptedException {
    Files.writeString(
        context.resolve(Path.of(Recovery.PIPE)),
        ProcessHandle.current().pid() + "\n",
        StandardOpenOption.WRITE);
    TimeUnit.MINUTES.sleep(10);
  }
}
