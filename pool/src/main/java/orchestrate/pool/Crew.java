package orchestrate.pool;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool, and which of them is given the next call. May be looked through by any
 * thread; what it says of them is guarded by the pool's lock.
 */
final class Crew implements Iterable<WorkerHandle> {
  /**
   * Work of that length may wait in a worker's ring, so that it need not wait for the next call.
   */
  private static final long AHEAD_NANOS = 2_000_000;

  private static final int MOST_AHEAD = 64;

  /** A call of that length is not worth taking back what waits behind it. */
  private static final long SHORT_NANOS = 100_000;

  private final int most;
  private final long mostCalls;
  private final List<WorkerHandle> workers = new CopyOnWriteArrayList<>();
  private volatile double nanosPerCall = AHEAD_NANOS;

  /**
   * @param most workers at a time
   * @param mostCalls of each
   */
  Crew(int most, long mostCalls) {
    this.most = most;
    this.mostCalls = mostCalls;
  }

  @Override
  public Iterator<WorkerHandle> iterator() {
    return workers.iterator();
  }

  /** How many there may be at a time. */
  int most() {
    return most;
  }

  void add(WorkerHandle worker) {
    workers.add(worker);
  }

  void remove(WorkerHandle worker) {
    workers.remove(worker);
  }

  boolean has(WorkerHandle worker) {
    return workers.contains(worker);
  }

  boolean isEmpty() {
    return workers.isEmpty();
  }

  /** A call took so long. */
  void took(long nanos) {
    nanosPerCall = (7 * nanosPerCall + nanos) / 8;
  }

  /** How long calls took of late. */
  double nanosPerCall() {
    return nanosPerCall;
  }

  /** Whether it has done its share. */
  boolean isWorn(WorkerHandle worker) {
    return worker.taken() >= mostCalls;
  }

  /** The one that is given the next call; null if all have enough to do. */
  @Nullable WorkerHandle best() {
    WorkerHandle best = null;
    for (WorkerHandle worker : workers) {
      if (worker.takesMore() && !isWorn(worker) && (best == null || worker.load() < best.load())) {
        best = worker;
        if (best.load() == 0) {
          return best;
        }
      }
    }
    return best != null && best.load() < mostInRing() ? best : null;
  }

  private int mostInRing() {
    return 1 + (int) Math.clamp(AHEAD_NANOS / Math.max(1, nanosPerCall), 0, MOST_AHEAD);
  }

  /** How many more are to be started for so many calls that nobody has. */
  int missing(int waiting) {
    int lasting = 0;
    int booting = 0;
    int backlog = waiting;
    for (WorkerHandle worker : workers) {
      lasting += worker.isLasting() ? 1 : 0;
      booting += worker.isLasting() && !worker.isUp() ? 1 : 0;
      backlog += Math.max(0, worker.load() - 1);
    }
    return Math.clamp(backlog - booting, 0, most - lasting);
  }

  /** Whether one has nothing to do while calls wait behind one that another is at. */
  boolean isUneven() {
    boolean idle = false;
    boolean loaded = false;
    for (WorkerHandle worker : workers) {
      idle |= worker.takesMore() && worker.load() == 0;
      loaded |= worker.load() > 1;
    }
    return idle && loaded;
  }

  /** Those behind whose long calls others wait. */
  List<WorkerHandle> blocked() {
    return workers.stream()
        .filter(worker -> worker.load() > 1 && worker.link().nanosAtCurrent() > SHORT_NANOS)
        .toList();
  }

  /** Whether one says that it takes calls, and nobody knows it yet. */
  boolean hasNewcomer() {
    for (WorkerHandle worker : workers) {
      if (!worker.isUp() && worker.link().isUp()) {
        return true;
      }
    }
    return false;
  }

  boolean isIdle() {
    return workers.stream().allMatch(worker -> worker.load() == 0);
  }

  /** Their processes, of those that have been started. */
  List<ProcessHandle> processes() {
    return workers.stream()
        .flatMap(worker -> java.util.stream.Stream.ofNullable(worker.process()))
        .map(Process::toHandle)
        .toList();
  }
}
