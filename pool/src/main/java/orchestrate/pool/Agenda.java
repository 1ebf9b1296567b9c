package orchestrate.pool;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What the pool's thread is to do, and when; it is woken for that. */
final class Agenda {
  private final Home home;
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();

  /** Guarded by the pool's lock. */
  private final Alarms alarms = new Alarms();

  /** Whether the pool's thread is to look what there is to do. */
  private volatile boolean ordered;

  Agenda(Home home) {
    this.home = home;
  }

  /** Has it look at everything once more. */
  void order() {
    ordered = true;
    home.ring();
  }

  /** Has it do that. */
  void post(Runnable action) {
    posted.add(action);
    home.ring();
  }

  /** Has it do that then, under the pool's lock; it is not woken to hear of it. */
  void after(Duration delay, Runnable action) {
    alarms.after(delay, action);
  }

  /** Does what was posted. What is ordered from now on is looked at later. */
  void begin() {
    ordered = false;
    for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
      next.run();
    }
  }

  /** Does what is due. */
  void ring() {
    alarms.ring();
  }

  /** How long nothing will be due; null if there is nothing. */
  @Nullable Duration left() {
    return alarms.left();
  }

  boolean hasNews() {
    return ordered || !posted.isEmpty();
  }
}
