import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A hundred coroutines of this process: each is a virtual thread, which takes no thread of the
 * system while it waits. What is started in the block has ended when that is left, as in a task
 * group.
 */
final class Coroutines {
  private static final CyclicBarrier ALL_HERE = new CyclicBarrier(100);

  static void main() throws Exception {
    Set<Long> processes = new HashSet<>();
    List<Callable<Long>> calls = new ArrayList<>(Collections.nCopies(100, Coroutines::meet));
    try (ExecutorService coroutines = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> ended : coroutines.invokeAll(calls)) { // what gather does
        processes.add(ended.get());
      }
    }
    System.out.printf("%d coroutines met in %d process%n", calls.size(), processes.size());
  }

  private static long meet() throws Exception {
    ALL_HERE.await();
    return ProcessHandle.current().pid();
  }
}
