package orchestrate.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The calls that no worker has, and how they come to one. A worker has a call waiting in its ring
 * only if calls are short, so that it need not wait for the next; what waits there is taken back as
 * soon as another worker has nothing to do. Guarded by the pool's lock.
 */
final class Backlog {
  private final Crew crew;
  private final Consumer<Job<?>> given;
  private final ArrayDeque<Job<?>> waiting = new ArrayDeque<>();
  private long calls;

  /**
   * @param given hears of each call that a worker has been given
   */
  Backlog(Crew crew, Consumer<Job<?>> given) {
    this.crew = crew;
    this.given = given;
  }

  void add(Job<?> job) {
    waiting.addLast(job);
  }

  /** It comes before all others: it has been their turn before. */
  void putBack(Job<?> job) {
    waiting.addFirst(job);
  }

  /** What the worker has not begun with is the first that is given to another. */
  void takeBack(WorkerHandle worker) {
    worker.withdraw().reversed().forEach(this::putBack);
  }

  /** All that no worker has, in order; they are others' now. */
  List<Job<?>> takeAll() {
    List<Job<?>> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }

  /**
   * Gives workers as many as they take.
   *
   * @return whether nothing is left that waits for a worker to be started
   */
  boolean deal() {
    while (!waiting.isEmpty()) {
      Job<?> next = waiting.peekFirst();
      if (next.isOver()) {
        waiting.removeFirst();
        continue;
      }
      WorkerHandle worker = crew.best();
      if (worker == null || !worker.give(next, ++calls)) {
        break;
      }
      waiting.removeFirst();
      given.accept(next);
    }
    return missingWorkers() == 0;
  }

  /** Frees what waits behind long calls while a worker has nothing to do. */
  void rebalance() {
    if (crew.isUneven()) {
      crew.blocked().forEach(this::takeBack);
    }
  }

  /** How many workers are to be started for what waits. */
  int missingWorkers() {
    return crew.missing(size());
  }

  /** No more than would need all workers. */
  private int size() {
    int count = 0;
    for (Job<?> job : waiting) {
      count += job.isOver() ? 0 : 1;
      if (count == crew.most()) {
        break;
      }
    }
    return count;
  }

  /** Whether no call waits, and none is under way. */
  boolean isIdle() {
    return waiting.stream().allMatch(Job::isOver) && crew.isIdle();
  }
}
