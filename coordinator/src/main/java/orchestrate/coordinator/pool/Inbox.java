package orchestrate.coordinator.pool;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.wait.Deadline;

/**
 * Where other threads leave work for the run's thread, which is woken by the same doorbell that the
 * workers ring.
 */
public final class Inbox {
  private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final Doorbell bell;

  public Inbox(Doorbell bell) {
    this.bell = bell;
  }

  /** Has the run's thread do this soon. From any thread. */
  public void post(Runnable action) {
    posted.add(action);
    bell.ring();
  }

  /**
   * Sleeps until there is something to do, here or as {@code more} says, or the deadline passes.
   */
  public void await(BooleanSupplier more, Deadline deadline) throws InterruptedException {
    bell.await(() -> !posted.isEmpty() || more.getAsBoolean(), deadline);
  }

  /** Does what was posted. On the run's thread. */
  public void runPosted() {
    for (Runnable action = posted.poll(); action != null; action = posted.poll()) {
      action.run();
    }
  }
}
