package orchestrate.ipc.sync;

import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.stress.Pool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** What is done before a counter is changed is seen by who sees its value. */
@JCStressTest
@Outcome(
    id = "true, 0",
    expect = Expect.FORBIDDEN,
    desc = "Saw the value, but not what was done before.")
@Outcome(expect = Expect.ACCEPTABLE, desc = "Came too early, or saw what was done before.")
@State
public class SharedCounterStressTest {
  private static final Pool<SharedCounter> POOL =
      Pool.of(SharedCounter.class, new Header(ObjectKind.COUNTER, 0));

  private final Pool.Shared<SharedCounter> shared = POOL.next();
  private int done;

  public SharedCounterStressTest() {
    shared.one().set(0);
  }

  @Actor
  public void one() {
    done = 1;
    shared.one().increment();
  }

  @Actor
  public void two(ZI_Result r) {
    r.r1 = shared.two().compareAndSet(1, 2);
    r.r2 = done;
  }
}
