import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/** Four processes, all of them under way at the same time. */
final class Processes {
  static void main() {
    try (ProcessPool pool = ProcessPool.of(4)) {
      SharedBarrier allHere = pool.session().barrier("all-here", 4);
      List<PoolFuture<Long>> calls = new ArrayList<>();
      for (int number = 0; number < 4; number++) {
        calls.add(pool.submit(() -> meet(allHere)));
      }
      calls.forEach(call -> System.out.println("process " + call.join()));
    }
  }

  /** Runs in a worker: the barrier there is the one here. */
  private static long meet(SharedBarrier allHere) throws Exception {
    allHere.await();
    return ProcessHandle.current().pid();
  }
}
