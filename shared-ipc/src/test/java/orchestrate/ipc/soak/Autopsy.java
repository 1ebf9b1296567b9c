package orchestrate.ipc.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;

/** All that can be told of a session in which something went wrong. */
final class Autopsy {
  private Autopsy() {}

  static String of(Session session, List<Hand> peers, Path files) throws IOException {
    StringBuilder text = new StringBuilder("What was left of ").append(session.folder());
    text.append("; peers wrote into ").append(files).append('\n');
    for (Participant participant : session.participants()) {
      text.append(participant).append('\n');
    }
    session.deadlock().ifPresent(deadlock -> text.append(deadlock).append('\n'));
    for (SharedObject object : session.objects()) {
      text.append(object).append('\n');
      for (Waiter waiter : object.waiting()) {
        text.append("  waits, tag %d: %s%n".formatted(waiter.tag(), waiter.describe()));
      }
      object
          .holders()
          .forEach((who, n) -> text.append("  holds %d: %s%n".formatted(n, who.describe())));
    }
    for (Hand peer : peers) {
      text.append(peer.threads(files.resolve("threads-" + peer.pid())));
    }
    return text.toString();
  }
}
