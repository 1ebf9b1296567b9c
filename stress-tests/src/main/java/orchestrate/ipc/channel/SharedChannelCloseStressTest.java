package orchestrate.ipc.channel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.stress.Pool;
import orchestrate.ipc.wait.WaitStrategy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** What was sent before the end was closed comes before the end is told. */
@JCStressTest
@Outcome(id = "null, null", expect = Expect.ACCEPTABLE, desc = "Came too early.")
@Outcome(id = "null, elem", expect = Expect.ACCEPTABLE, desc = "Got it the second time.")
@Outcome(id = "elem, null", expect = Expect.ACCEPTABLE, desc = "Got it, and did not see the end.")
@Outcome(id = "elem, closed", expect = Expect.ACCEPTABLE, desc = "Got it, and then saw the end.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Saw the end and not what came before it.")
@State
public class SharedChannelCloseStressTest {
  private static final Header HEADER = new ChannelSpec(64).header();
  private static final Codec<String> CODEC = Codec.strings();
  private static final Pool<MappedRegion> POOL =
      new Pool<>(
          file -> ChannelMemory.make(file, HEADER, CODEC.name()),
          HEADER,
          memory -> memory.region());

  /** Of a channel that nobody has used. */
  private static final MemorySegment FRESH =
      MemorySegment.ofArray(POOL.next().one().segment().toArray(JAVA_BYTE));

  private final Pool.Shared<MappedRegion> shared = POOL.next();
  private final SharedChannel<String> one;
  private final SharedChannel<String> two;

  /** An end is closed for good: the memory is made as it was. */
  public SharedChannelCloseStressTest() {
    shared.one().segment().copyFrom(FRESH);
    one = channel(shared.one(), 1);
    two = channel(shared.two(), 2);
  }

  private static SharedChannel<String> channel(MappedRegion region, int slot) {
    var memory = new ChannelMemory("x", region, HEADER, Pool.member(slot), WaitStrategy.current());
    return new SharedChannel<>(memory, CODEC);
  }

  @Actor
  public void sender() {
    try {
      one.send("elem");
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts us", e);
    }
    one.close();
  }

  @Actor
  public void receiver(LL_Result r) {
    r.r1 = poll();
    r.r2 = poll();
  }

  private String poll() {
    try {
      return two.poll(Duration.ZERO);
    } catch (ChannelClosedException e) {
      return "closed";
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts us", e);
    }
  }
}
