import java.util.stream.LongStream;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/** Two long tasks on two workers, and their results. */
final class Executor {
  private static final long SIZE = 3_000_000;

  static void main() {
    try (ProcessPool pool = ProcessPool.of(2)) {
      // So it is certain that both run at the same time.
      SharedBarrier bothStarted = pool.session().barrier("both-started", 2);
      PoolFuture<Long> sum =
          pool.submit(
              () -> {
                bothStarted.await();
                return LongStream.rangeClosed(1, SIZE).sum();
              });
      PoolFuture<Long> evens =
          pool.submit(
              () -> {
                bothStarted.await();
                return LongStream.rangeClosed(1, SIZE).filter(number -> number % 2 == 0).count();
              });
      System.out.println("the sum up to " + SIZE + " is " + sum.join());
      System.out.println(evens.join() + " of them are even");
    }
  }
}
