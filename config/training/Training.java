import java.util.List;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

record Training(int number, List<String> words) implements Task {
  @Override
  public void run(TaskContext context) {
    System.out.println(context.task() + " " + number + " " + words);
    if (context.semaphore("disk").tryAcquire(1)) {
      context.semaphore("disk").release();
    }
    context.output("number", number);
  }
}
