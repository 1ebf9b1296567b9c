package orchestrate.ipc.sync;

import orchestrate.ipc.stress.Pool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** What is done before a release is seen by who takes the permit. */
@JCStressTest
@Outcome(
    id = "true, 0",
    expect = Expect.FORBIDDEN,
    desc = "Took the permit, but not what was done before.")
@Outcome(expect = Expect.ACCEPTABLE, desc = "Came too early, or saw what was done before.")
@State
public class SharedSemaphoreStressTest {
  private static final Pool<SharedSemaphore> POOL =
      Pool.of(SharedSemaphore.class, new SemaphoreSpec(0, false, false).header());

  private final Pool.Shared<SharedSemaphore> shared = POOL.next();
  private int done;

  public SharedSemaphoreStressTest() {
    shared.two().drainPermits();
  }

  @Actor
  public void one() {
    done = 1;
    shared.one().release();
  }

  @Actor
  public void two(ZI_Result r) {
    r.r1 = shared.two().tryAcquire();
    r.r2 = done;
  }
}
