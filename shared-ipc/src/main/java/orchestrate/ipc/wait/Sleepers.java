package orchestrate.ipc.wait;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Every platform thread's {@link Sleeper}. Thread-safe. */
final class Sleepers {
  static final Sleepers OF_PROCESS = new Sleepers(WaitMode.CURRENT.safetyNanos);

  private final long safetyNanos;
  // Weak, since a thread doesn't say goodbye.
  private final Set<Sleeper> all = Collections.newSetFromMap(new WeakHashMap<>());
  private final ThreadLocal<Sleeper> own = ThreadLocal.withInitial(this::add);
  private volatile Set<MemorySegment.Scope> closing = Set.of();
  private volatile @Nullable Thread courier;

  /**
   * None yet.
   *
   * @param safetyNanos how often all are woken to look at their words
   */
  Sleepers(long safetyNanos) {
    this.safetyNanos = safetyNanos;
  }

  /** The calling thread's. */
  Sleeper own() {
    return own.get();
  }

  /**
   * Closes memory when nobody sleeps on it any more, and none can fall asleep on it: a sleeper on
   * memory that isn't there couldn't be reached.
   */
  void close(Arena arena) {
    MemorySegment.Scope scope = arena.scope();
    setClosing(scope, true);
    try {
      while (getUpFrom(scope)) {
        LockSupport.parkNanos(this, Courier.PAUSE_NANOS);
      }
      arena.close();
    } finally {
      setClosing(scope, false);
    }
  }

  /** Whether memory is closed, or about to be. */
  boolean isClosed(MemorySegment segment) {
    // In this order: memory is closed before it is no longer closing.
    return closing.contains(segment.scope()) || !segment.scope().isAlive();
  }

  /**
   * Throws if memory is closed; if it is about to be, not before: nobody is to give up and clean up
   * in memory that is still there.
   */
  void checkOpen(MemorySegment segment) throws InterruptedException {
    if (closing.contains(segment.scope())) {
      awaitClosed(segment.scope());
    }
    Futex.checkOpen(segment);
  }

  /** Has the courier make a round. */
  void callCourier() {
    LockSupport.unpark(courier);
  }

  /** All that there are now. */
  synchronized List<Sleeper> list() {
    return new ArrayList<>(all);
  }

  private synchronized Sleeper add() {
    if (courier == null) {
      courier = Daemon.start("orchestrate-courier", new Courier(this, safetyNanos));
    }
    Sleeper sleeper = new Sleeper(this);
    all.add(sleeper);
    return sleeper;
  }

  private synchronized void awaitClosed(MemorySegment.Scope scope) throws InterruptedException {
    while (closing.contains(scope)) {
      wait();
    }
  }

  private synchronized void setClosing(MemorySegment.Scope scope, boolean isClosing) {
    Set<MemorySegment.Scope> changed = new HashSet<>(closing);
    if (isClosing) {
      changed.add(scope);
    } else {
      changed.remove(scope);
    }
    closing = Set.copyOf(changed);
    notifyAll();
  }

  /** Whether somebody still sleeps there. */
  private boolean getUpFrom(MemorySegment.Scope scope) {
    List<Sleeper> there = list().stream().filter(sleeper -> sleeper.isAsleepOn(scope)).toList();
    there.forEach(Sleeper::nudge);
    return !there.isEmpty();
  }
}
