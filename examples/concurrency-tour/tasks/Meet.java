import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Waits until all are here, so it is certain that all run at the same time, and says where. */
record Meet(String barrier) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    context.barrier(barrier).await();
    context.output("process", ProcessHandle.current().pid());
    context.output("thread", Thread.currentThread().threadId());
  }
}
