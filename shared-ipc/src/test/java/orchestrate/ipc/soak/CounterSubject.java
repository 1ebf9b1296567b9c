package orchestrate.ipc.soak;

import java.util.Map;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedCounter;

/** A counter that all count up. */
final class CounterSubject implements Subject {
  private final SharedCounter counter;

  CounterSubject(Session session) {
    counter = session.counter("counter");
  }

  @Override
  public Map<String, Round> roles() {
    return Map.of(counter.name(), counter::increment);
  }

  @Override
  public long audit(Scores scores) {
    return scores.check(counter.name(), counter.get());
  }
}
