package orchestrate.coordinator.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import orchestrate.coordinator.plan.Plan;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedEvent;

/** The objects that the job file declares, which tasks find by name in the session of the run. */
final class SharedObjects {
  private final Plan plan;
  private final Session session;
  private final Watchers watchers;
  private final Consumer<String> isSet;

  /**
   * @param isSet is told of events that are set, perhaps several times
   */
  SharedObjects(Plan plan, Session session, Watchers watchers, Consumer<String> isSet) {
    this.plan = plan;
    this.session = session;
    this.watchers = watchers;
    this.isSet = isSet;
  }

  /** Makes them. */
  void offer() {
    plan.job().semaphores().forEach(session::semaphore);
    plan.job().locks().forEach(session::lock);
    plan.job().events().forEach(session::event);
    plan.job().barriers().forEach(session::barrier);
    plan.job().latches().forEach(session::latch);
    plan.job().counters().forEach(session::counter);
    plan.job().queues().forEach((name, queue) -> TextQueues.open(session, name, queue));
    Set<String> awaited = new HashSet<>();
    plan.tasks().forEach(task -> awaited.addAll(task.spec().waitsFor()));
    awaited.forEach(this::watchEvent);
  }

  /** A task may set an event while it runs. */
  private void watchEvent(String name) {
    SharedEvent event = session.event(name);
    watchers.after("event " + name, event::await, () -> isSet.accept(name));
  }

  /** Tells which of these events are set by now. */
  void look(List<String> events) {
    for (String event : events) {
      if (session.event(event).isSet()) {
        isSet.accept(event);
      }
    }
  }

  void setEvent(String name) {
    session.event(name).set();
  }

  void makeWhole(List<String> barriers) {
    barriers.forEach(name -> session.findBarrier(name).reset());
  }

  /** Whoever waits at them goes on without those that don't come. */
  void breakUp(List<String> barriers) {
    for (String name : barriers) {
      SharedBarrier barrier = session.findBarrier(name);
      barrier.register();
      barrier.withdraw();
    }
  }
}
