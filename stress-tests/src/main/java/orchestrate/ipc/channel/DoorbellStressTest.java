package orchestrate.ipc.channel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** One brings work and rings, one is about to sleep: work is published with release only. */
@JCStressTest
@Outcome(id = "true", expect = Expect.FORBIDDEN, desc = "Sleeps, though there is work.")
@Outcome(id = "false", expect = Expect.ACCEPTABLE, desc = "Saw the work, or was woken.")
@State
public class DoorbellStressTest implements WaitStrategy {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long WORK = Doorbell.BYTES;

  private final MemorySegment memory = MemorySegment.ofArray(new long[16]);
  private final Doorbell bell = new Doorbell(memory, this);
  private boolean sleepsForEver;
  private volatile boolean rung;

  @Actor
  public void sleeper(Z_Result r) {
    try {
      bell.await(() -> (int) INT.getAcquire(memory, WORK) == 1, Deadline.never());
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts us", e);
    }
    r.r1 = sleepsForEver;
  }

  @Actor
  public void ringer() {
    INT.setRelease(memory, WORK, 1);
    bell.ring();
    rung = true;
  }

  /** Sleeps while the word is as expected; what comes after the only ring changes it no more. */
  @Override
  public void await(MemorySegment segment, long offset, int expected, Deadline deadline) {
    while (!rung) {
      Thread.onSpinWait();
    }
    sleepsForEver = (int) INT.getVolatile(segment, offset) == expected;
  }

  @Override
  public void wake(MemorySegment segment, long offset, int count) {}

  @Override
  public boolean spin(MemorySegment segment, long offset, int expected) {
    return false;
  }
}
