package orchestrate.ipc.testing;

import java.util.Optional;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedReadWriteLock;

/** What a {@link PeerMain} can do with locks: all by the same thread. */
@SuppressWarnings({
  "LockNotBeforeTry", // one command locks, another unlocks
  "WaitNotInLoop" // what ends a wait is what is tested
})
final class PeerLocks {
  private PeerLocks() {}

  static String run(Session session, String[] words) throws Exception {
    String name = words[1];
    switch (words[0]) {
      case "lock" -> {
        session.findLock(name).lock();
        return told(session.findLock(name).abandonedBy());
      }
      case "unlock" -> session.findLock(name).unlock();
      case "await" -> {
        SharedLock lock = session.findLock(name);
        lock.lock();
        lock.condition(Integer.parseInt(words[2])).await();
        return told(lock.abandonedBy());
      }
      case "signal" -> session.findLock(name).condition(Integer.parseInt(words[2])).signal();
      case "add" -> add(session.findLock(name), session, Integer.parseInt(words[2]));
      case "read" -> {
        SharedReadWriteLock lock = session.findReadWriteLock(name);
        lock.readLock().lock();
        return told(lock.abandonedBy());
      }
      case "write" -> {
        SharedReadWriteLock lock = session.findReadWriteLock(name);
        lock.writeLock().lock();
        return told(lock.abandonedBy());
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
    return "done";
  }

  private static String told(Optional<Participant> dead) {
    return dead.map(d -> "abandoned by " + d.label()).orElse("done");
  }

  /** add LOCK ROUNDS: locks and unlocks, and checks that nobody else is inside. */
  private static void add(SharedLock lock, Session session, int rounds) {
    var inside = session.findSemaphore("inside");
    for (int i = 0; i < rounds; i++) {
      lock.lock();
      // The permit of one who died inside comes back when the lock does, perhaps a bit later.
      if (lock.abandonedBy().isEmpty() && !inside.tryAcquire()) {
        session.findEvent("violation").set();
      } else if (lock.abandonedBy().isPresent()) {
        inside.acquireUninterruptibly();
        lock.markConsistent();
      }
      inside.release();
      lock.unlock();
    }
  }
}
