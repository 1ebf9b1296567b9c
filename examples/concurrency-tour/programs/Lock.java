import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/**
 * Five workers add to one number, 1,000 times each, by reading it and writing what is one more.
 * With the lock it is exact.
 */
final class Lock {
  static void main() {
    try (ProcessPool pool = ProcessPool.of(5)) {
      SharedLock lock = pool.session().lock("number-lock");
      SharedCounter number = pool.session().counter("number");
      SharedBarrier allHere = pool.session().barrier("all-here", 5);
      List<PoolFuture<Integer>> workers = new ArrayList<>();
      for (int worker = 1; worker <= 5; worker++) {
        workers.add(pool.submit(() -> add(1_000, allHere, lock, number)));
      }
      workers.forEach(PoolFuture::join);
      System.out.println("the number is " + number.get());
    }
  }

  /** {@code number.increment()} would be one step, and need no lock. */
  private static int add(int times, SharedBarrier allHere, SharedLock lock, SharedCounter number)
      throws Exception {
    allHere.await(); // only so that all five add at the same time
    for (int time = 0; time < times; time++) {
      lock.lock();
      try {
        number.set(number.get() + 1);
      } finally {
        lock.unlock();
      }
    }
    return times;
  }
}
