package orchestrate.ipc.object;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.stress.Pool;
import orchestrate.ipc.wait.PortableWait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A waiter takes a place and looks at the word; a waker changes it and looks for waiters. */
@JCStressTest
@Outcome(
    id = "false, false",
    expect = Expect.FORBIDDEN,
    desc = "Neither saw the other: a lost wake-up.")
@Outcome(expect = Expect.ACCEPTABLE, desc = "One of them saw the other.")
@State
public class WaitersStressTest {
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment memory =
      MemorySegment.ofArray(new long[(int) (64 + Waiters.BYTES) / Long.BYTES]);
  private final Waiters one = new Waiters(memory, 64, Pool.member(1), new PortableWait());
  private final Waiters two = new Waiters(memory, 64, Pool.member(2), new PortableWait());

  @Actor
  public void waiter(ZZ_Result r) {
    one.enter(0);
    r.r1 = (long) LONG.getVolatile(memory, 0L) == 1;
  }

  @Actor
  public void waker(ZZ_Result r) {
    LONG.compareAndSet(memory, 0L, 0L, 1L);
    r.r2 = two.any();
  }
}
