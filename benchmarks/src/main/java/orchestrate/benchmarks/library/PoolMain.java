package orchestrate.benchmarks.library;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import orchestrate.benchmarks.run.Output;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/**
 * What a {@link ProcessPool} costs. Arguments: what is measured, how much of it, workers. Before it
 * is measured, as much warms up; but not before the first result.
 */
final class PoolMain {
  private PoolMain() {}

  public static void main(String[] arguments) throws ExecutionException, InterruptedException {
    int amount = Integer.parseInt(arguments[1]);
    int workers = Integer.parseInt(arguments[2]);
    switch (arguments[0]) {
      case Library.CALLS -> calls(amount, workers);
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

  private static void calls(int calls, int workers)
      throws ExecutionException, InterruptedException {
    try (ProcessPool pool = ProcessPool.of(workers)) {
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

  private static void roundTrips(ProcessPool pool, long[] nanos)
      throws ExecutionException, InterruptedException {
    for (int i = 0; i < nanos.length; i++) {
      int item = i;
      long start = System.nanoTime();
      check(pool.submit(() -> square(item)).get() == item * item);
      nanos[i] = System.nanoTime() - start;
    }
  }

  private static void stream(ProcessPool pool, int calls)
      throws ExecutionException, InterruptedException {
    List<PoolFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      int item = i;
      all.add(pool.submit(() -> square(item)));
    }
    for (PoolFuture<Integer> each : all) {
      each.get();
    }
  }

  private static void map(int items, int workers) {
    List<Integer> numbers = IntStream.range(0, items).boxed().toList();
    try (ProcessPool pool = ProcessPool.of(workers)) {
      check(pool.map(numbers, PoolMain::square).count() == items);
      long start = System.nanoTime();
      check(pool.map(numbers, PoolMain::square).count() == items);
      Output.sample(Library.ITEM, (System.nanoTime() - start) / (double) items);
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
      for (int i = 0; i < 5; i++) {
        pool.submit(() -> new byte[bytes]).get();
      }
      for (int i = 0; i < 5; i++) {
        long start = System.nanoTime();
        check(pool.submit(() -> new byte[bytes]).get().length == bytes);
        Output.sample(Library.LARGE, (double) (System.nanoTime() - start));
      }
    }
  }

  private static void check(boolean right) {
    if (!right) {
      throw new IllegalStateException("a wrong result");
    }
  }
}
