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
      System.out.println("refused: " + pool.submit(() -> releaseTwice(permits)).join());
      System.out.println(permits.availablePermits() + " permits");
    }
  }

  private static String releaseTwice(SharedSemaphore permits) throws InterruptedException {
    permits.acquire();
    permits.release();
    try {
      permits.release();
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
    throw new AssertionError("it has taken a permit that nobody had");
  }
}
