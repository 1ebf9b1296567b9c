import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/**
 * Takes from a queue until it is closed and empty.
 *
 * @param story where it writes what it gets
 */
record Consume(String queue, String name, Path story) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    for (String text : context.queue(queue).untilClosed()) {
      String line = name + " gets " + text + "\n";
      Files.writeString(context.resolve(story), line, StandardOpenOption.APPEND);
    }
  }
}
