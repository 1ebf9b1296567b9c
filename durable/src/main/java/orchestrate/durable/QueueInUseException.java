package orchestrate.durable;

import java.nio.file.Path;
import java.util.List;

/** Processes of another session use the queue. */
public final class QueueInUseException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final String users;

  QueueInUseException(Path folder, Path session, List<String> users) {
    super(
        ("the durable queue in %s is used by the session in %s, which has %s: open it in that"
                + " session, or let that session end first")
            .formatted(folder, session, String.join(", ", users)));
    this.users = String.join(", ", users);
  }

  /** Who takes part in that session: a list for people. */
  public String users() {
    return users;
  }
}
