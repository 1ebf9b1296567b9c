package orchestrate.coordinator.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * Takes the permits and locks of {@code acquire} on behalf of attempts, from the objects that all
 * processes of the run share: a task that uses one in its own code counts as well.
 *
 * <p>The scheduler has seen to it that the job's tasks alone never ask for more than there is. So
 * an attempt waits here only for permits that some running code holds; then a thread waits with it.
 *
 * <p>All locks are held by the run's thread, whichever attempt they are for.
 */
final class Admission {
  private final Session session;
  private final Watchers watchers;
  private final Set<String> locks;
  private final Map<Attempt, Map<String, Integer>> held = new HashMap<>();
  private final Set<Attempt> waiting = new LinkedHashSet<>();

  Admission(Session session, Watchers watchers, Set<String> locks) {
    this.session = session;
    this.watchers = watchers;
    this.locks = Set.copyOf(locks);
  }

  /** Runs {@code admitted} as soon as the attempt holds all that it needs: now, if possible. */
  void admit(Attempt attempt, Map<String, Integer> needed, Runnable admitted) {
    if (needed.isEmpty()) {
      admitted.run();
      return;
    }
    var taken = new HashMap<String, Integer>();
    for (var need : needed.entrySet()) {
      if (!tryTake(need.getKey(), need.getValue())) {
        give(taken);
        waitFor(need.getKey(), need.getValue(), attempt, needed, admitted);
        return;
      }
      taken.put(need.getKey(), need.getValue());
    }
    waiting.remove(attempt);
    held.put(attempt, needed);
    admitted.run();
  }

  private void waitFor(
      String name, int count, Attempt attempt, Map<String, Integer> needed, Runnable admitted) {
    waiting.add(attempt);
    Runnable again =
        () -> {
          if (waiting.contains(attempt)) {
            admit(attempt, needed, admitted);
          }
        };
    if (locks.contains(name)) {
      SharedLock lock = session.findLock(name);
      watchers.after(
          "lock " + name,
          () -> {
            lock.lockInterruptibly();
            lock.unlock(); // Only the thread that has it could.
          },
          again);
    } else {
      SharedSemaphore semaphore = session.findSemaphore(name);
      watchers.after(
          "permits of " + name,
          () -> semaphore.acquire(count),
          () -> {
            semaphore.release(count);
            again.run();
          });
    }
  }

  private boolean tryTake(String name, int count) {
    return locks.contains(name)
        ? session.findLock(name).tryLock()
        : session.findSemaphore(name).tryAcquire(count);
  }

  /** Gives back what the attempt holds. */
  void release(Attempt attempt) {
    if (held.isEmpty()) {
      return; // To hash an attempt would cost more than the rest of its end.
    }
    Map<String, Integer> permitsHeld = held.remove(attempt);
    if (permitsHeld != null) {
      give(permitsHeld);
    }
  }

  private void give(Map<String, Integer> taken) {
    taken.forEach(
        (name, count) -> {
          if (locks.contains(name)) {
            session.findLock(name).unlock();
          } else {
            session.findSemaphore(name).release(count);
          }
        });
  }

  boolean anyWaiting(Predicate<Attempt> which) {
    return waiting.stream().anyMatch(which);
  }

  /** Those of these that wait for permits will not be admitted any more. */
  Collection<Attempt> dismiss(Predicate<Attempt> which) {
    List<Attempt> dismissed = waiting.stream().filter(which).toList();
    dismissed.forEach(waiting::remove);
    return dismissed;
  }
}
