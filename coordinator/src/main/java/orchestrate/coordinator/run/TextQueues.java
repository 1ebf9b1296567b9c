package orchestrate.coordinator.run;

import orchestrate.config.DeclaredQueue;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.Session;

/** Queues of texts: what commands and Java tasks both can put and take. */
public final class TextQueues {
  /** Of one text in UTF-8: as long as a path can be. */
  public static final int MAX_BYTES = 4096;

  private TextQueues() {}

  /** The queue of that name, made so if there is none. */
  public static SharedQueue<String> open(Session session, String name, DeclaredQueue declared) {
    int capacity = declared.capacity();
    QueueSpec spec =
        switch (declared.order()) {
          case FIFO -> QueueSpec.fifo(capacity);
          case LIFO -> QueueSpec.lifo(capacity);
          case PRIORITY -> QueueSpec.priority(capacity);
        };
    return session.queue(name, spec.elementsOf(MAX_BYTES), Codec.strings());
  }
}
