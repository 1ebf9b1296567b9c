package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedCondition;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedLock;

/** A bounded buffer by two conditions of a lock, of which only the number of elements is there. */
final class BufferSubject implements Subject {
  private static final String PUTTER = "buffer put";
  private static final String GETTER = "buffer get";
  private static final int CAPACITY = 2;

  private final SharedLock lock;
  private final SharedCondition notFull;
  private final SharedCondition notEmpty;
  private final SharedCounter put;
  private final SharedCounter got;

  BufferSubject(Session session) {
    lock = session.lock("buffer");
    notFull = lock.newCondition();
    notEmpty = lock.newCondition();
    put = session.counter("buffer in");
    got = session.counter("buffer out");
  }

  @Override
  public Map<String, Round> roles() {
    return Map.of(PUTTER, this::put, GETTER, this::get);
  }

  private void put() throws InterruptedException {
    lock.lock();
    try {
      while (size() == CAPACITY) {
        notFull.await();
      }
      put.set(put.get() + 1);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  private void get() throws InterruptedException {
    lock.lock();
    try {
      while (size() == 0) {
        notEmpty.await();
      }
      got.set(got.get() + 1);
      notFull.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Changes are one step each, so a death in their midst does no harm. */
  private long size() {
    lock.markConsistent();
    long size = put.get() - got.get();
    if (size < 0 || size > CAPACITY) {
      throw new AssertionError("a buffer for %d has %d: %s".formatted(CAPACITY, size, lock));
    }
    return size;
  }

  @Override
  public long audit(Scores scores) throws InterruptedException {
    assertThat(lock.isLocked()).as("%s", lock).isFalse();
    long uncounted = scores.check(PUTTER, put.get()) + scores.check(GETTER, got.get());
    while (got.get() < put.get()) {
      get();
    }
    put();
    return uncounted;
  }
}
