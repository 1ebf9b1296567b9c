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

/** What is done before an event is set is seen by who sees it set. */
@JCStressTest
@Outcome(
    id = "true, 0",
    expect = Expect.FORBIDDEN,
    desc = "Saw it set, but not what was done before.")
@Outcome(expect = Expect.ACCEPTABLE, desc = "Came too early, or saw what was done before.")
@State
public class SharedEventStressTest {
  private static final Pool<SharedEvent> POOL =
      Pool.of(SharedEvent.class, new Header(ObjectKind.EVENT, 0));

  private final Pool.Shared<SharedEvent> shared = POOL.next();
  private int done;

  public SharedEventStressTest() {
    shared.one().clear();
  }

  @Actor
  public void one() {
    done = 1;
    shared.one().set();
  }

  @Actor
  public void two(ZI_Result r) {
    r.r1 = shared.two().isSet();
    r.r2 = done;
  }
}
