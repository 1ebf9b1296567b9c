package orchestrate.coordinator.run;

import java.io.IOException;
import orchestrate.config.Explanation;
import orchestrate.durable.QueueInUseException;

/** A durable queue of the job can't be opened; the message says which, why, and what to do. */
public final class DurableQueueException extends Exception {
  private static final long serialVersionUID = 1;

  DurableQueueException(String name, Exception cause) {
    super("the queue %s can't be opened: %s".formatted(name, reason(cause)), cause);
  }

  private static String reason(Exception cause) {
    return switch (cause) {
      case QueueInUseException e ->
          ("another run has it, that of %s; let that end, or give the jobs a `concurrency` group,"
                  + " so that they wait for each other")
              .formatted(e.users());
      case IOException e -> Explanation.of(e);
      default -> String.valueOf(cause.getMessage());
    };
  }
}
