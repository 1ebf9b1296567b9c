package orchestrate.coordinator.cli.sync;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;

/**
 * Tells a process of ours inside of a command that another one of ours runs about that one, so that
 * a deadlock of commands can be seen: what is inside waits, and what is outside holds.
 */
final class Outer {
  private static final String VARIABLE = "ORCHESTRATE_HOLDER";
  private static final Pattern FORM = Pattern.compile("(\\d{1,4}):(\\d{1,10}):(.*)");

  private Outer() {}

  /** What the command of this process is to have in its environment. */
  static Map<String, String> environment(Session session) {
    Participant self = session.self();
    return Map.of(
        VARIABLE,
        "%d:%d:%s".formatted(self.slot(), self.generation(), session.folder().toAbsolutePath()));
  }

  /** Notes who runs this process, if it is in the same session. */
  static void tell(Session session) {
    Matcher outer = FORM.matcher(System.getenv().getOrDefault(VARIABLE, ""));
    if (outer.matches() && outer.group(3).equals(session.folder().toAbsolutePath().toString())) {
      session.isPartOf(Integer.parseInt(outer.group(1)), Integer.parseUnsignedInt(outer.group(2)));
    }
  }
}
