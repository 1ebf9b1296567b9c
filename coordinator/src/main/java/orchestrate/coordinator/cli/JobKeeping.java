package orchestrate.coordinator.cli;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import orchestrate.config.Explanation;
import orchestrate.coordinator.describe.JobRecord;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.run.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a run's job is, to be compared with later. It takes the longer the larger the job is,
 * and no task has to wait for it: it has a thread of its own.
 */
final class JobKeeping {
  private final FutureTask<@Nullable String> task;

  private JobKeeping(FutureTask<@Nullable String> task) {
    this.task = task;
  }

  static JobKeeping begin(RunFolder folder, Plan plan) {
    var task = new FutureTask<@Nullable String>(() -> keep(folder, plan));
    Thread.ofPlatform().name("job-keeping").daemon().start(task);
    return new JobKeeping(task);
  }

  private static @Nullable String keep(RunFolder folder, Plan plan) {
    try {
      JobRecord.write(folder.path(), plan);
      return null;
    } catch (IOException e) {
      return "what the job was is not kept, so nobody can tell what is changed in it after this"
          + " run: "
          + Explanation.of(e);
    }
  }

  /** Waits until it is done, however that ends. */
  void awaitEnd() throws InterruptedException {
    var _ = trouble();
  }

  /** Waits until it is done; returns why it could not be, or null. */
  @Nullable String trouble() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a job can't be described", e.getCause());
    }
  }
}
