package orchestrate.ipc.wait;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** Every platform thread's {@link Sleeper}. Thread-safe. */
final class Sleepers {
  // Weak, since a thread doesn't say goodbye.
  private final Set<Sleeper> all = Collections.newSetFromMap(new WeakHashMap<>());
  private final ThreadLocal<Sleeper> own = ThreadLocal.withInitial(this::add);

  /** The calling thread's. */
  Sleeper own() {
    return own.get();
  }

  /** Ends the sleep of all who sleep on memory that was closed. */
  void callThoseAsleepOn(MemorySegment.Scope scope) {
    for (Sleeper sleeper : snapshot()) {
      sleeper.callIfAsleepOn(scope);
    }
  }

  private synchronized Sleeper add() {
    Sleeper sleeper = new Sleeper();
    all.add(sleeper);
    return sleeper;
  }

  private synchronized List<Sleeper> snapshot() {
    return new ArrayList<>(all);
  }
}
