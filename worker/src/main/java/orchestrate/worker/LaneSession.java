package orchestrate.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import orchestrate.ipc.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * The session as the tasks of one lane take permits in it: what one of them holds must be known
 * from what others hold in the same process. The first lane is the worker's own participant; any
 * other becomes one when a task of it first asks for a semaphore, and for as long as the worker
 * lives. Thread-safe.
 */
final class LaneSession {
  private final Session ofWorker;
  private final WorkerSetup setup;
  private final int lane;

  /** That of the threads which are none of a task. */
  private final ThreadGroup group = Thread.currentThread().getThreadGroup();

  private @Nullable Session own;

  LaneSession(Session ofWorker, WorkerSetup setup, int lane) {
    this.ofWorker = ofWorker;
    this.setup = setup;
    this.lane = lane;
  }

  synchronized Session get() {
    if (own == null) {
      own = lane == 0 ? ofWorker : openAside();
    }
    return own;
  }

  /** On another thread than the task's: those that the session starts are not the task's either. */
  private Session openAside() {
    return CompletableFuture.supplyAsync(this::open, this::start).join();
  }

  private void start(Runnable opening) {
    Thread.ofPlatform().group(group).inheritInheritableThreadLocals(false).start(opening);
  }

  private Session open() {
    try {
      return Session.open(setup.session(), setup.label());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
