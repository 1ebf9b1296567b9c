package orchestrate.coordinator.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * Takes the permits of {@code acquire} on behalf of attempts, from the semaphores that all
 * processes of the run share: a task that uses one in its own code counts as well.
 *
 * <p>The scheduler has seen to it that the job's tasks alone never ask for more than there is. So
 * an attempt waits here only for permits that some running code holds; then a thread waits with it.
 */
final class Admission {
  private final Session session;
  private final Watchers watchers;
  private final Map<Attempt, Map<String, Integer>> held = new HashMap<>();
  private final Set<Attempt> waiting = new LinkedHashSet<>();

  Admission(Session session, Watchers watchers) {
    this.session = session;
    this.watchers = watchers;
  }

  /** Runs {@code admitted} as soon as the attempt holds all that it needs: now, if possible. */
  void admit(Attempt attempt, Map<String, Integer> needed, Runnable admitted) {
    if (needed.isEmpty()) {
      admitted.run();
      return;
    }
    var taken = new HashMap<String, Integer>();
    for (var need : needed.entrySet()) {
      if (!semaphore(need.getKey()).tryAcquire(need.getValue())) {
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
    SharedSemaphore semaphore = semaphore(name);
    watchers.after(
        "permits of " + name,
        () -> semaphore.acquire(count),
        () -> {
          semaphore.release(count);
          if (waiting.contains(attempt)) {
            admit(attempt, needed, admitted);
          }
        });
  }

  /** Gives back what the attempt holds. */
  void release(Attempt attempt) {
    Map<String, Integer> permitsHeld = held.remove(attempt);
    if (permitsHeld != null) {
      give(permitsHeld);
    }
  }

  private void give(Map<String, Integer> taken) {
    taken.forEach((name, count) -> semaphore(name).release(count));
  }

  /** Those that wait for permits will not be admitted any more. */
  Collection<Attempt> dismissWaiting() {
    List<Attempt> dismissed = List.copyOf(waiting);
    waiting.clear();
    return dismissed;
  }

  private SharedSemaphore semaphore(String name) {
    return session.findSemaphore(name);
  }
}
