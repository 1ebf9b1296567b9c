package orchestrate.ipc.channel;

import java.time.Duration;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.stress.Pool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** An element is seen whole or not at all, with what was done before it was sent. */
@JCStressTest
@Outcome(id = "null, [01]", expect = Expect.ACCEPTABLE, desc = "Came too early.")
@Outcome(id = "elem, 1", expect = Expect.ACCEPTABLE, desc = "Got it, and saw what came before.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Half an element, or not what came before it.")
@State
public class SharedChannelStressTest {
  private static final ChannelSpec SPEC = new ChannelSpec(64);
  private static final Codec<String> CODEC = Codec.strings();
  private static final Pool<SharedChannel<String>> POOL =
      new Pool<>(
          file -> ChannelMemory.make(file, SPEC.header(), CODEC.name()),
          SPEC.header(),
          memory -> new SharedChannel<>((ChannelMemory) memory, CODEC));

  private final Pool.Shared<SharedChannel<String>> shared = POOL.next();
  private int done;

  /** Takes what the last state has left. */
  public SharedChannelStressTest() {
    while (poll() != null) {}
  }

  @Actor
  public void sender() {
    done = 1;
    try {
      shared.one().send("elem");
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts us", e);
    }
  }

  @Actor
  public void receiver(LI_Result r) {
    r.r1 = poll();
    r.r2 = done;
  }

  private String poll() {
    try {
      return shared.two().poll(Duration.ZERO);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts us", e);
    }
  }
}
