package orchestrate.ipc.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

  private DeadlockFinder(
      List<Wait> waits,
      Predicate<Participant> goesOn,
      Function<Participant, Optional<Participant>> whole) {
    for (Wait wait : waits) {
      Optional<Participant> who = Optional.of(wait.waiter().participant());
      while (who.filter(Participant::alive).filter(goesOn.negate()).isPresent()
          && suspect(Id.of(who.get()), wait)) {
        who = whole.apply(who.get());
      }
    }
  }

  /** False if that was known. */
  private boolean suspect(Id id, Wait wait) {
    List<Wait> known = suspects.computeIfAbsent(id, none -> new ArrayList<>());
    return !known.contains(wait) && known.add(wait);
  }

  /**
   * A deadlock among those who use the objects, if there is one.
   *
   * <p>Who holds and who waits is not told at one moment. So what looks like a deadlock is looked
   * at once more: if the same threads have waited all the time, there was a moment at which all of
   * them did.
   *
   * @param goesOn who is known to give back what it holds, whatever it waits for: it acts for
   *     others
   * @param whole who waits for the end of that participant, and so for what it waits for
   * @param heldFor for whom those who act for others hold how much of the object of that name
   */
  public static Optional<Deadlock> find(
      Collection<SharedObject> objects,
      Predicate<Participant> goesOn,
      Function<Participant, Optional<Participant>> whole,
      Function<String, Map<Participant, Integer>> heldFor) {
    List<Wait> before = waits(objects, goesOn, heldFor);
    if (among(before, goesOn, whole).isEmpty()) {
      return Optional.empty();
    }
    List<Wait> lasting =
        waits(objects, goesOn, heldFor).stream()
            .filter(wait -> before.stream().anyMatch(earlier -> earlier.goesOnIn(wait)))
            .toList();
    return among(lasting, goesOn, whole);
  }

  private static List<Wait> waits(
      Collection<SharedObject> objects,
      Predicate<Participant> actsForOthers,
      Function<String, Map<Participant, Integer>> heldFor) {
    return Wait.in(objects).stream().map(wait -> wait.onBehalfOf(heldFor, actsForOthers)).toList();
  }

  static Optional<Deadlock> among(
      List<Wait> waits,
      Predicate<Participant> goesOn,
      Function<Participant, Optional<Participant>> whole) {
    var finder = new DeadlockFinder(waits, goesOn, whole);
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
    Set<Id> seen = new LinkedHashSet<>();
    Id next = suspects.keySet().iterator().next();
    while (seen.add(next)) {
      Deadlock.Link link = linkOf(next);
      path.add(link);
      next = Id.of(link.holder());
    }
    int first = List.copyOf(seen).indexOf(next);
    List<Deadlock.Link> circle = List.copyOf(path.subList(first, path.size()));
    return new Deadlock(circle, behind(circle, List.copyOf(seen).subList(first, path.size())));
  }

  /** How many wait in vain besides: those of the circle may wait by others, their parts. */
  private int behind(List<Deadlock.Link> circle, List<Id> holders) {
    Set<Id> others = new HashSet<>(suspects.keySet());
    holders.forEach(others::remove);
    circle.forEach(link -> others.remove(Id.of(link.waiter().participant())));
    return others.size();
  }

  private Deadlock.Link linkOf(Id id) {
    Wait wait =
        suspects.getOrDefault(id, List.of()).stream()
            .filter(this::isHopeless)
            .findFirst()
            .orElseThrow();
    Participant holder =
        wait.need().from().keySet().stream()
            .filter(who -> suspects.containsKey(Id.of(who)))
            .findFirst()
            .orElseThrow();
    return new Deadlock.Link(wait.waiter(), wait.kind(), wait.object(), holder);
  }
}
