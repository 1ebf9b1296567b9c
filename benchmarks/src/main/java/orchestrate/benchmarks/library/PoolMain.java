package orchestrate.benchmarks.library;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import orchestrate.benchmarks.run.Output;
import orchestrate.pool.ProcessPool;
import orchestrate.pool.RemoteCallable;

/**
 * What a {@link ProcessPool} costs. Arguments: what is measured, how much of it, workers. Before it
 * is measured, as much warms up; but not before the first result. Threads of this JVM make the same
 * calls, to show what processes cost beside them.
 */
final class PoolMain {
  /** How often something large is done to warm up, and then to be measured. */
  private static final int REPEATED = 5;

  private PoolMain() {}

  public static void main(String[] arguments) throws ExecutionException, InterruptedException {
    int amount = Integer.parseInt(arguments[1]);
    int workers = Integer.parseInt(arguments[2]);
    switch (arguments[0]) {
      case Library.CALLS -> calls(ProcessPool.of(workers), amount);
      case Library.THREADS -> calls(Executors.newFixedThreadPool(workers), amount);
      case Library.MAP -> map(amount, workers);
      case Library.FIRST -> first(workers);
      case Library.LARGE -> large(amount, workers);
      default -> throw new IllegalArgumentException("not " + arguments[0]);
    }
    Output.flush();
  }

  static int square(int item) {
    return item * item;
  }

  private static void calls(ExecutorService pool, int calls)
      throws ExecutionException, InterruptedException {
    try (pool) {
      roundTrips(pool, new long[calls]);
      var nanos = new long[calls];
      roundTrips(pool, nanos);
      for (long each : nanos) {
        Output.sample(Library.ROUND_TRIP, (double) each);
      }
      stream(pool, calls);
      long start = System.nanoTime();
      stream(pool, calls);
      Output.sample(Library.STREAMED, (System.nanoTime() - start) / (double) calls);
    }
  }

  private static void roundTrips(ExecutorService pool, long[] nanos)
      throws ExecutionException, InterruptedException {
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      check(pool.submit(squareOf(i)).get() == i * i);
      nanos[i] = System.nanoTime() - start;
    }
  }

  private static RemoteCallable<Integer> squareOf(int item) {
    return () -> square(item);
  }

  private static void stream(ExecutorService pool, int calls)
      throws ExecutionException, InterruptedException {
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      all.add(pool.submit(squareOf(i)));
    }
    for (Future<Integer> each : all) {
      each.get();
    }
  }

  private static void map(int items, int workers) {
    List<Integer> numbers = IntStream.range(0, items).boxed().toList();
    try (ProcessPool pool = ProcessPool.of(workers)) {
      for (int i = 0; i < 2 * REPEATED; i++) {
        long start = System.nanoTime();
        check(pool.map(numbers, PoolMain::square).count() == items);
        if (i >= REPEATED) {
          Output.sample(Library.ITEM, (System.nanoTime() - start) / (double) items);
        }
      }
    }
  }

  private static void first(int workers) throws ExecutionException, InterruptedException {
    long start = System.nanoTime();
    try (ProcessPool pool = ProcessPool.of(workers)) {
      check(pool.submit(() -> 1).get() == 1);
      Output.sample(Library.FIRST, (double) (System.nanoTime() - start));
    }
  }

  private static void large(int bytes, int workers)
      throws ExecutionException, InterruptedException {
    try (ProcessPool pool = ProcessPool.of(workers)) {
      for (int i = 0; i < 2 * REPEATED; i++) {
        long start = System.nanoTime();
        check(pool.submit(() -> new byte[bytes]).get().length == bytes);
        if (i >= REPEATED) {
          Output.sample(Library.LARGE, (double) (System.nanoTime() - start));
        }
      }
    }
  }

  private static void check(boolean right) {
    if (!right) {
      throw new IllegalStateException("a wrong result");
    }
  }
}
