import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Waits until all are here, and says where that was: so it is certain that all ran at the same time. */
record Meet(String barrier) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    context.barrier(barrier).await();
    context.output("process", ProcessHandle.current().pid());
    context.output("thread", Thread.currentThread().threadId());
  }
}
