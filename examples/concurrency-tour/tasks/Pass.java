import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Comes to a barrier, waits there until enough have come, and passes. */
record Pass(String barrier, String name, Path story) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    tell(context, "comes");
    context.barrier(barrier).await();
    tell(context, "passes");
  }

  private void tell(TaskContext context, String what) throws Exception {
    Files.writeString(context.resolve(story), name + " " + what + "\n", StandardOpenOption.APPEND);
  }
}
