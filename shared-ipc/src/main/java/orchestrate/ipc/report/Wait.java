package orchestrate.ipc.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import orchestrate.ipc.object.Need;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Participant;

/**
 * A thread that waits for what others hold.
 *
 * @param kind of the object: {@code lock}
 * @param object its name
 */
record Wait(String kind, String object, Waiter waiter, Need need) {
  /** All of them, except those that anybody may end. */
  static List<Wait> in(Collection<SharedObject> objects) {
    List<Wait> waits = new ArrayList<>();
    for (SharedObject object : objects) {
      List<Waiter> waiting = object.waiting();
      for (Waiter waiter : waiting) {
        object
            .need(waiting, waiter)
            .ifPresent(need -> waits.add(new Wait(object.kind(), object.name(), waiter, need)));
      }
    }
    return waits;
  }

  /** The same wait, for those for whom others hold what it needs. */
  Wait onBehalfOf(
      Function<String, Map<Participant, Integer>> heldFor, Predicate<Participant> actsForOthers) {
    return need.from().keySet().stream()
        .filter(actsForOthers)
        .findFirst()
        .map(agent -> new Wait(kind, object, waiter, need.onBehalfOf(heldFor.apply(object), agent)))
        .orElse(this);
  }

  /** Whether the other is the same wait, seen later. */
  boolean goesOnIn(Wait later) {
    return kind.equals(later.kind)
        && object.equals(later.object)
        && waiter.thread() == later.waiter.thread()
        && waiter.participant().slot() == later.waiter.participant().slot()
        && waiter.participant().generation() == later.waiter.participant().generation()
        && waiter.waited().compareTo(later.waiter.waited()) <= 0;
  }
}
