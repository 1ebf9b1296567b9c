package orchestrate.ipc.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import orchestrate.ipc.object.Need;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;

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
