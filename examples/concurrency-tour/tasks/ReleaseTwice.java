import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Takes one permit and gives back two. */
record ReleaseTwice(String semaphore) implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    SharedSemaphore permits = context.semaphore(semaphore);
    permits.acquire();
    permits.release();
    try {
      permits.release();
    } catch (IllegalStateException e) {
      System.out.println("refused: " + e.getMessage());
    }
    System.out.println(permits.availablePermits() + " permits");
  }
}
