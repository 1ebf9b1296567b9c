package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;

/** A barrier where two meet, with an action before they go on. */
final class BarrierSubject implements Subject {
  private static final String ROLE = "barrier";
  private static final int PARTIES = 2;

  private final SharedBarrier barrier;
  private final SharedCounter actions;

  BarrierSubject(Session session) {
    actions = session.counter("barrier actions");
    barrier = session.barrier("barrier", PARTIES, actions::increment);
  }

  @Override
  public Map<String, Round> roles() {
    return Map.of(ROLE, this::meet);
  }

  private void meet() throws InterruptedException {
    boolean met = false;
    while (!met) {
      try {
        barrier.await();
        met = true;
      } catch (BrokenBarrierException e) {
        // Else whoever is told late would break what others have begun.
        if (barrier.isBroken()) {
          barrier.reset();
        }
      }
    }
  }

  @Override
  public long audit(Scores scores) {
    assertThat(scores.of(ROLE).get())
        .as("how often somebody was released, after %d actions", actions.get())
        .isLessThanOrEqualTo(PARTIES * actions.get());
    barrier.reset();
    assertThat(barrier.getNumberWaiting()).as("%s", barrier).isZero();
    return 0;
  }
}
