package orchestrate.ipc.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.participant.Participant;

/**
 * Finds processes that wait for each other.
 *
 * <p>All who wait are suspected of being stuck. Who can still get what it needs, from what those
 * hold who are not suspected, is cleared of it, and that may clear others. Who is left when nobody
 * can be cleared is stuck: for what it needs it depends on others who are stuck. So from each of
 * them a path leads from one to the next, and ends in a circle. (It is the reduction of a resource
 * graph: Holt, Some Deadlock Properties of Computer Systems, 1972.)
 */
public final class DeadlockFinder {
  private record Id(int slot, int generation) {
    static Id of(Participant participant) {
      return new Id(participant.slot(), participant.generation());
    }
  }

  private final Map<Id, List<Wait>> suspects = new LinkedHashMap<>();

  private DeadlockFinder(List<Wait> waits, Predicate<Participant> goesOn) {
    for (Wait wait : waits) {
      Participant who = wait.waiter().participant();
      if (who.alive() && !goesOn.test(who)) {
        suspects.computeIfAbsent(Id.of(who), id -> new ArrayList<>()).add(wait);
      }
    }
  }

  /**
   * A deadlock among those who use the objects, if there is one.
   *
   * <p>Who holds and who waits is not told at one moment. So what looks like a deadlock is looked
   * at once more: if the same threads have waited all the time, there was a moment at which all of
   * them did.
   *
   * @param goesOn who is known to give back what it holds, whatever it waits for
   */
  public static Optional<Deadlock> find(
      Collection<SharedObject> objects, Predicate<Participant> goesOn) {
    List<Wait> before = Wait.in(objects);
    if (among(before, goesOn).isEmpty()) {
      return Optional.empty();
    }
    List<Wait> lasting =
        Wait.in(objects).stream()
            .filter(wait -> before.stream().anyMatch(earlier -> earlier.goesOnIn(wait)))
            .toList();
    return among(lasting, goesOn);
  }

  static Optional<Deadlock> among(List<Wait> waits, Predicate<Participant> goesOn) {
    var finder = new DeadlockFinder(waits, goesOn);
    finder.clear();
    return finder.suspects.isEmpty() ? Optional.empty() : Optional.of(finder.deadlock());
  }

  private void clear() {
    boolean changed;
    do {
      changed = suspects.values().removeIf(waits -> waits.stream().noneMatch(this::isHopeless));
    } while (changed);
  }

  private boolean isHopeless(Wait wait) {
    int all = 0;
    int coming = 0;
    for (var entry : wait.need().from().entrySet()) {
      all += entry.getValue();
      coming += suspects.containsKey(Id.of(entry.getKey())) ? 0 : entry.getValue();
    }
    return coming < wait.need().amount() && all >= wait.need().amount();
  }

  private Deadlock deadlock() {
    List<Deadlock.Link> path = new ArrayList<>();
    Set<Id> seen = new HashSet<>();
    Id next = suspects.keySet().iterator().next();
    while (seen.add(next)) {
      Deadlock.Link link = linkOf(next);
      path.add(link);
      next = Id.of(link.holder());
    }
    Id first = next;
    while (!Id.of(path.getFirst().waiter().participant()).equals(first)) {
      path.removeFirst();
    }
    return new Deadlock(List.copyOf(path), suspects.size() - path.size());
  }

  private Deadlock.Link linkOf(Id id) {
    Wait wait = suspects.get(id).stream().filter(this::isHopeless).findFirst().orElseThrow();
    Participant holder =
        wait.need().from().keySet().stream()
            .filter(who -> suspects.containsKey(Id.of(who)))
            .findFirst()
            .orElseThrow();
    return new Deadlock.Link(wait.waiter(), wait.kind(), wait.object(), holder);
  }
}
