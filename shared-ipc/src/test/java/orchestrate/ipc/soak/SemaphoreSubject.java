package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedSemaphore;

/** A semaphore, and a second one with as many permits: more can't be inside at once. */
final class SemaphoreSubject implements Subject {
  private static final int PERMITS = 3;

  private final SharedSemaphore guard;
  private final SharedSemaphore semaphore;

  SemaphoreSubject(Session session, String name, SemaphoreSpec spec) {
    // First, as its name is: what the dead held comes back in this order.
    guard = session.semaphore("guard of " + name, PERMITS);
    semaphore = session.semaphore(name, spec);
  }

  static SemaphoreSpec unfair() {
    return SemaphoreSpec.of(PERMITS);
  }

  @Override
  public Map<String, Round> roles() {
    return Map.of(semaphore.name(), this::pass);
  }

  private void pass() throws InterruptedException {
    int n = ThreadLocalRandom.current().nextInt(1, PERMITS + 1);
    semaphore.acquire(n);
    if (!guard.tryAcquire(n)) {
      throw new AssertionError("no room for %d: %s, %s".formatted(n, semaphore, guard));
    }
    guard.release(n);
    semaphore.release(n);
  }

  @Override
  public long audit(Scores scores) throws InterruptedException {
    assertThat(semaphore.availablePermits()).as("%s", semaphore).isEqualTo(PERMITS);
    assertThat(guard.availablePermits()).as("%s", guard).isEqualTo(PERMITS);
    pass();
    return 0;
  }
}
