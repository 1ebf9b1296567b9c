import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** When all wait, sets the counter {@code done}, and tells them. */
record NotifyAll(Path story) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    context.latch("waiting").await(); // only so that there is something to see
    SharedLock lock = context.lock("state");
    lock.lock();
    try {
      context.counter("done").set(1);
      Files.writeString(context.resolve(story), "done: tells all\n", StandardOpenOption.APPEND);
      lock.condition(0).signalAll();
    } finally {
      lock.unlock();
    }
  }
}
