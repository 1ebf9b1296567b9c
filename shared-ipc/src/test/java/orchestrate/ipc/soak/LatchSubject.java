package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedLatch;

/**
 * Latches, one after the other, that as many must count down as there are peers. Whoever takes the
 * place of one who died counts down too, so each opens.
 */
final class LatchSubject implements Subject {
  /** They stay, and each is a file that others look at after a death. */
  private static final int PER_LOOK = 2;

  private static final long PAUSE_NANOS = 1_000_000;

  private final Session session;
  private final SharedCounter number;
  private final SharedCounter looks;

  LatchSubject(Session session) {
    this.session = session;
    number = session.counter("latches opened");
    looks = Scores.looks(session);
  }

  @Override
  public Map<String, Round> roles() {
    return Map.of("latch", this::meet);
  }

  private void meet() throws InterruptedException {
    long n = number.get();
    while (n >= PER_LOOK * looks.get()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      n = number.get();
    }
    SharedLatch latch = latch(n);
    latch.countDown();
    latch.await();
    number.compareAndSet(n, n + 1);
  }

  private SharedLatch latch(long n) {
    return session.latch("latch " + n, Bout.PEERS);
  }

  @Override
  public long audit(Scores scores) {
    for (long n = 0; n < number.get(); n++) {
      assertThat(latch(n).getCount()).as("%s", latch(n)).isZero();
    }
    return 0;
  }
}
