package orchestrate.worker.durable;

import java.io.IOException;
import orchestrate.durable.DurableQueue;
import orchestrate.durable.DurableSettings;
import orchestrate.ipc.queue.ClosableQueue;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;

/** Opens the durable queues of a job. */
public final class DurableTexts {
  /** As much as a file of long texts may take, 64 MiB, comes back at a time. */
  private static final int TEXTS_PER_FILE = 1 << 14;

  private DurableTexts() {}

  /** The same for as long as the session is open, as tasks have it. */
  static ClosableQueue<String> open(Session session, String name, DurablePlace place)
      throws IOException {
    return open(session, place).named(name);
  }

  /**
   * The queue in that place, made if there is none. All open it as the same consumer, so each text
   * goes to one of them.
   *
   * @throws orchestrate.durable.QueueInUseException if another session uses it
   */
  public static DurableQueue<String> open(Session session, DurablePlace place) throws IOException {
    DurableSettings settings =
        DurableSettings.defaults()
            .withCapacity(place.capacity())
            .withLargestElement(place.largest())
            .withElementsPerFile(TEXTS_PER_FILE);
    return DurableQueue.open(session, place.folder(), Codec.strings(), settings);
  }
}
