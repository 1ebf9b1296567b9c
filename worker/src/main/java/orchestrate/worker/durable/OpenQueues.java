package orchestrate.worker.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import orchestrate.ipc.queue.ClosableQueue;
import orchestrate.ipc.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * The durable queues that tasks of this worker have asked for: opened once, for as long as the
 * worker lives. Thread-safe.
 */
public final class OpenQueues {
  private final Session session;

  /** That of the threads which are none of a task: those that Chronicle starts are not, either. */
  private final ThreadGroup group = Thread.currentThread().getThreadGroup();

  private final Map<String, ClosableQueue<String>> open = new HashMap<>();
  private @Nullable Map<String, DurablePlace> places;

  /** For a thread that is none of a task. */
  public OpenQueues(Session session) {
    this.session = session;
  }

  /** The queue of that name; empty if the job has no such durable queue. */
  public synchronized Optional<ClosableQueue<String>> find(String name) {
    ClosableQueue<String> found = open.get(name);
    if (found == null) {
      DurablePlace place = places().get(name);
      if (place == null) {
        return Optional.empty();
      }
      found = CompletableFuture.supplyAsync(() -> open(name, place), this::start).join();
      open.put(name, found);
    }
    return Optional.of(found);
  }

  private Map<String, DurablePlace> places() {
    if (places == null) {
      try {
        places = DurablePlace.in(session.folder());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return places;
  }

  private void start(Runnable opening) {
    Thread thread =
        Thread.ofPlatform().group(group).inheritInheritableThreadLocals(false).unstarted(opening);
    thread.setContextClassLoader(OpenQueues.class.getClassLoader()); // not the task's
    thread.start();
  }

  private ClosableQueue<String> open(String name, DurablePlace place) {
    try {
      return DurableTexts.open(session, name, place);
    } catch (IOException e) {
      throw new UncheckedIOException("can't open the durable queue " + name + ": " + e, e);
    }
  }
}
