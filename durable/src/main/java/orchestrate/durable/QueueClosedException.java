package orchestrate.durable;

import java.nio.file.Path;

/** This process has closed the queue, perhaps while the thread waited. */
public final class QueueClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  QueueClosedException(Path folder) {
    super("the durable queue in " + folder + " was closed by this process");
  }
}
