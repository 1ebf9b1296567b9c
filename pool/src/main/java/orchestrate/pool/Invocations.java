package orchestrate.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for all of some tasks, or for any, by the rules of {@link
 * java.util.concurrent.ExecutorService}.
 */
final class Invocations {
  private Invocations() {}

  static <T extends @Nullable Object> List<Future<T>> all(
      ProcessPool pool, Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    long start = System.nanoTime();
    long allowed = unit.toNanos(timeout);
    List<PoolFuture<T>> futures = new ArrayList<>();
    try {
      tasks.forEach(task -> futures.add(pool.submit(task)));
      for (PoolFuture<T> future : futures) {
        awaitEnd(future, allowed - (System.nanoTime() - start));
      }
    } catch (TimeoutException e) {
      // Those that are not done are cancelled below, as ExecutorService has it.
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
    return List.copyOf(futures);
  }

  private static void awaitEnd(PoolFuture<?> future, long nanos)
      throws InterruptedException, TimeoutException {
    try {
      var _ = future.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException | CancellationException e) {
      // It is done, and says so to whoever asks.
    }
  }

  static <T extends @Nullable Object> T any(
      ProcessPool pool, Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("no tasks");
    }
    long start = System.nanoTime();
    long allowed = unit.toNanos(timeout);
    var done = new LinkedBlockingQueue<PoolFuture<T>>();
    List<PoolFuture<T>> futures = new ArrayList<>();
    ExecutionException last = null;
    try {
      for (Callable<T> task : tasks) {
        PoolFuture<T> future = pool.submit(task);
        futures.add(future);
        var _ = future.whenComplete((_, _) -> done.add(future));
      }
      for (int i = 0; i < futures.size(); i++) {
        PoolFuture<T> next = done.poll(allowed - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new TimeoutException("no task has succeeded within the time allowed");
        }
        try {
          return next.get();
        } catch (ExecutionException e) {
          last = e;
        }
      }
      throw last;
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }
}
