package orchestrate.ipc.object;

import java.lang.foreign.MemorySegment;
import orchestrate.ipc.stress.Pool;
import orchestrate.ipc.wait.PortableWait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Whoever sees no one takes the number of places in use back to zero, while another comes. */
@JCStressTest
@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "Who came is found.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Who waits is overlooked for ever.")
@State
public class WaitersLeaveStressTest {
  private final MemorySegment memory =
      MemorySegment.ofArray(new long[(int) Waiters.BYTES / Long.BYTES]);
  private final Waiters one = new Waiters(memory, 0, Pool.member(1), new PortableWait());
  private final Waiters two = new Waiters(memory, 0, Pool.member(2), new PortableWait());

  @Actor
  public void comes() {
    one.exit(one.enter(0));
    one.enter(0);
  }

  @Actor
  public void looks() {
    two.any();
    two.any();
  }

  @Arbiter
  public void after(Z_Result r) {
    r.r1 = two.any();
  }
}
