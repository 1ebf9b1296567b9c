package orchestrate.benchmarks.library;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import orchestrate.benchmarks.run.Output;

/**
 * The calls of {@link PoolMain} by threads of one JVM: what processes cost beside that. Arguments:
 * calls, threads.
 */
final class ThreadsMain {
  private ThreadsMain() {}

  public static void main(String[] arguments) throws ExecutionException, InterruptedException {
    int calls = Integer.parseInt(arguments[0]);
    try (ExecutorService pool = Executors.newFixedThreadPool(Integer.parseInt(arguments[1]))) {
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
    Output.flush();
  }

  private static void roundTrips(ExecutorService pool, long[] nanos)
      throws ExecutionException, InterruptedException {
    for (int i = 0; i < nanos.length; i++) {
      int item = i;
      long start = System.nanoTime();
      pool.submit(() -> PoolMain.square(item)).get();
      nanos[i] = System.nanoTime() - start;
    }
  }

  private static void stream(ExecutorService pool, int calls)
      throws ExecutionException, InterruptedException {
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      int item = i;
      all.add(pool.submit(() -> PoolMain.square(item)));
    }
    for (Future<Integer> each : all) {
      each.get();
    }
  }
}
