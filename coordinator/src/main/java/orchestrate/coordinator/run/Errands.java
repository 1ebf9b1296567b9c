package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.Inbox;

/**
 * What has to be done with files before an attempt begins, or after it has ended: for each on a
 * thread of its own, as a disk may take long. Those attempts have their slots, so there are never
 * many. All methods are for the run's thread.
 */
final class Errands {
  private final Inbox inbox;
  private final Map<Attempt, Thread> underWay = new HashMap<>();

  Errands(Inbox inbox) {
    this.inbox = inbox;
  }

  /**
   * Has it done.
   *
   * @param work is done on another thread, which may be interrupted
   * @param then is given its result on the run's thread, unless the attempt was dismissed
   */
  <T> void send(String what, Attempt attempt, Supplier<T> work, Consumer<T> then) {
    Thread thread =
        Thread.ofVirtual()
            .name(what + " " + attempt.run().describe())
            .unstarted(() -> run(attempt, work, then));
    underWay.put(attempt, thread);
    thread.start();
  }

  private <T> void run(Attempt attempt, Supplier<T> work, Consumer<T> then) {
    Thread me = Thread.currentThread();
    try {
      T result = work.get();
      inbox.post(
          () -> {
            if (underWay.remove(attempt, me)) {
              then.accept(result);
            }
          });
    } catch (RuntimeException | Error e) { // The run would wait for ever.
      inbox.post(
          () -> {
            if (underWay.remove(attempt, me)) {
              throw e;
            }
          });
    }
  }

  boolean anyUnderWay(Predicate<Attempt> which) {
    return underWay.keySet().stream().anyMatch(which);
  }

  /** Of these nobody will hear any more. */
  Collection<Attempt> dismiss(Predicate<Attempt> which) {
    List<Attempt> dismissed = underWay.keySet().stream().filter(which).toList();
    dismissed.forEach(attempt -> requireNonNull(underWay.remove(attempt)).interrupt());
    return dismissed;
  }

  /** Nobody wants to wait for them. */
  void cutShort() {
    underWay.values().forEach(Thread::interrupt);
  }
}
