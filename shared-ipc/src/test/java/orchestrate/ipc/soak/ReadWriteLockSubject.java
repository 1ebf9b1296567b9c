package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedReadWriteLock;

/** A read-write lock that guards a pair. */
final class ReadWriteLockSubject implements Subject {
  private static final String READER = "read";
  private static final String WRITER = "write";

  private final SharedReadWriteLock lock;
  private final Pair pair;

  ReadWriteLockSubject(Session session) {
    lock = session.readWriteLock("read-write lock");
    pair = new Pair(session, lock.name());
  }

  @Override
  public Map<String, Round> roles() {
    return Map.of(READER, this::read, WRITER, this::write);
  }

  private void read() {
    lock.readLock().lock();
    try {
      if (lock.abandonedBy().isEmpty()) {
        pair.check();
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  private void write() {
    lock.writeLock().lock();
    try {
      if (lock.abandonedBy().isPresent()) {
        pair.repair();
        lock.markConsistent();
      }
      pair.change();
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public long audit(Scores scores) {
    assertThat(lock.isWriteLocked()).as("%s", lock).isFalse();
    assertThat(lock.getReadLockCount()).as("%s", lock).isZero();
    long uncounted = scores.check(WRITER, pair.value());
    write();
    read();
    return uncounted;
  }
}
