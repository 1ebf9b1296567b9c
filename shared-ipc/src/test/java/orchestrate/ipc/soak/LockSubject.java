package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.LockSpec;
import orchestrate.ipc.sync.SharedLock;

/** A lock that guards a pair. */
final class LockSubject implements Subject {
  private final SharedLock lock;
  private final Pair pair;

  LockSubject(Session session, String name, LockSpec spec) {
    lock = session.lock(name, spec);
    pair = new Pair(session, name);
  }

  @Override
  public Map<String, Round> roles() {
    return Map.of(lock.name(), this::change);
  }

  private void change() {
    lock.lock();
    try {
      if (lock.abandonedBy().isPresent()) {
        pair.repair();
        lock.markConsistent();
      }
      pair.change();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long audit(Scores scores) {
    assertThat(lock.isLocked()).as("%s", lock).isFalse();
    long uncounted = scores.check(lock.name(), pair.value());
    change();
    pair.check();
    return uncounted;
  }
}
