package orchestrate.ipc.sync;

import orchestrate.ipc.stress.Pool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;

/** What is done under a lock is done by one at a time, and seen by the next. */
@JCStressTest
@Outcome(id = "2, false", expect = Expect.ACCEPTABLE, desc = "One after the other.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both at once, or one didn't see the other's work.")
@State
public class SharedLockStressTest {
  private static final Pool<SharedLock> POOL =
      Pool.of(SharedLock.class, LockSpec.unfair().header());

  private final Pool.Shared<SharedLock> shared = POOL.next();
  private int done;

  @Actor
  public void one() {
    work(shared.one());
  }

  @Actor
  public void two() {
    work(shared.two());
  }

  private void work(SharedLock lock) {
    lock.lock();
    try {
      done++;
    } finally {
      lock.unlock();
    }
  }

  @Arbiter
  public void after(IZ_Result r) {
    r.r1 = done;
    r.r2 = shared.one().isLocked();
  }
}
