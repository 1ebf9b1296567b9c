import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import orchestrate.ipc.queue.ClosableQueue;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/**
 * Puts texts into a queue, and closes it: then those who take know that there will be no more.
 *
 * @param texts in a queue by priority the number that each begins with is its priority
 * @param story where it writes what it does
 */
record Produce(String queue, List<String> texts, Path story) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    ClosableQueue<String> target = context.queue(queue, Produce::priority);
    for (String text : texts) {
      tell(context, "puts " + text);
      target.put(text);
    }
    target.close();
  }

  private static long priority(String text) {
    return Long.parseLong(text.split(" ")[0]);
  }

  private void tell(TaskContext context, String line) throws Exception {
    Files.writeString(context.resolve(story), line + "\n", StandardOpenOption.APPEND);
  }
}
