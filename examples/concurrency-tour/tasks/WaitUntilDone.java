import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import orchestrate.ipc.sync.SharedCondition;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Waits until the counter {@code done}, which the lock {@code state} guards, is not 0 any more. */
record WaitUntilDone(String name, Path story) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    SharedLock lock = context.lock("state");
    SharedCondition changed = lock.condition(0);
    lock.lock();
    try {
      tell(context, "waits");
      context.latch("waiting").countDown();
      while (context.counter("done").get() == 0) {
        changed.await(); // the lock is free meanwhile
      }
      tell(context, "goes on");
    } finally {
      lock.unlock();
    }
  }

  private void tell(TaskContext context, String what) throws Exception {
    Files.writeString(context.resolve(story), name + " " + what + "\n", StandardOpenOption.APPEND);
  }
}
