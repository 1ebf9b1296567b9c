import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.session.Session;
import orchestrate.pool.PoolFuture;
import orchestrate.pool.ProcessPool;

/** Four processes, all of them under way at the same time. */
final class Processes {
  static void main() {
    try (ProcessPool pool = ProcessPool.of(4)) {
      String folder = pool.session().folder().toString();
      List<PoolFuture<Long>> calls = new ArrayList<>();
      for (int number = 0; number < 4; number++) {
        calls.add(pool.submit(() -> meet(folder)));
      }
      calls.forEach(call -> System.out.println("process " + call.join()));
    }
  }

  /** Runs in a worker: who has a session open has its objects by their names. */
  private static long meet(String folder) throws Exception {
    try (Session session = Session.open(Path.of(folder), "meet")) {
      session.barrier("all-here", 4).await();
    }
    return ProcessHandle.current().pid();
  }
}
