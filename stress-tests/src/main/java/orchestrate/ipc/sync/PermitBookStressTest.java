package orchestrate.ipc.sync;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two slots want the same two permits, and one gives back in between. */
@JCStressTest
@Outcome(id = "(true|false), (true|false), 2", expect = Expect.ACCEPTABLE, desc = "Exact.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Permits were lost or doubled.")
@State
public class PermitBookStressTest {
  private final MemorySegment memory =
      MemorySegment.ofArray(new long[(int) PermitBook.BYTES / Long.BYTES]);
  private final PermitBook one = new PermitBook(memory, 0);
  private final PermitBook two = new PermitBook(memory, 0);

  public PermitBookStressTest() {
    PermitBook.initialise(memory, 0, 2);
  }

  @Actor
  public void one(ZZI_Result r) {
    one.take(1, 1);
    one.give(1, 1);
    r.r1 = one.take(1, 2);
  }

  @Actor
  public void two(ZZI_Result r) {
    r.r2 = two.take(2, 1);
    if (r.r2) {
      two.add(2, 1);
      two.take(2, 1);
    }
  }

  @Arbiter
  public void count(ZZI_Result r) {
    r.r3 = one.available() + one.heldBy(1) + one.heldBy(2);
  }
}
