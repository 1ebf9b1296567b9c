package orchestrate.coordinator.machine;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * The tokens that all runs of a user share which ask to: a semaphore in a standing session, with one
 * permit less than there are cores, as each run has one task without. Who waits longest gets the
 * next; what a run holds that dies comes back by itself.
 *
 * <p>Runs that see another number of cores, by a container or a mask, have another semaphore.
 */
final class SharedTokens implements TokenPool {
  private final Session session;
  private final SharedSemaphore cores;

  private SharedTokens(Session session, SharedSemaphore cores) {
    this.session = session;
    this.cores = cores;
  }

  /**
   * @param folder of the session, which is made if there is none
   * @param label what this run is called in it
   */
  static SharedTokens join(Path folder, String label, int cores) throws IOException {
    Session session = Session.openOrCreate(folder, label);
    try {
      var spec = SemaphoreSpec.of(Math.max(1, cores - 1)).inOrder();
      return new SharedTokens(session, session.semaphore("cores-" + cores, spec));
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public Token take() throws InterruptedException {
    cores.acquire();
    return cores::release;
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}
