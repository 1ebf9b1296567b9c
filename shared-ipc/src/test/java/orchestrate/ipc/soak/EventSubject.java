package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedEvent;

/** An event that is set and cleared at once, so that who waits must be told. */
final class EventSubject implements Subject {
  private final SharedEvent event;

  EventSubject(Session session) {
    event = session.event("event");
  }

  @Override
  public Map<String, Round> roles() {
    return Map.of("event set", this::set, "event await", event::await);
  }

  private void set() {
    event.set();
    event.clear();
  }

  @Override
  public long audit(Scores scores) {
    set();
    assertThat(event.isSet()).isFalse();
    return 0;
  }
}
