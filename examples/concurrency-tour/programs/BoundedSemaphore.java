import java.nio.file.Path;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.pool.ProcessPool;

/**
 * Nobody gives back more than was taken: the second release is an error, and there are as many
 * permits as before.
 */
final class BoundedSemaphore {
  static void main() {
    try (ProcessPool pool = ProcessPool.of(1)) {
      SharedSemaphore permits = pool.session().semaphore("pool", 2);
      String folder = pool.session().folder().toString();
      System.out.println("refused: " + pool.submit(() -> releaseTwice(folder)).join());
      System.out.println(permits.availablePermits() + " permits");
    }
  }

  private static String releaseTwice(String folder) throws Exception {
    try (Session session = Session.open(Path.of(folder), "worker")) {
      SharedSemaphore permits = session.findSemaphore("pool");
      permits.acquire();
      permits.release();
      permits.release();
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
    throw new AssertionError("it has taken a permit that nobody had");
  }
}
