package orchestrate.ipc.queue;

import orchestrate.ipc.stress.Pool;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** An element is seen whole or not at all, with what was done before it was put. */
@JCStressTest
@Outcome(id = "null, [01]", expect = Expect.ACCEPTABLE, desc = "Came too early.")
@Outcome(id = "elem, 1", expect = Expect.ACCEPTABLE, desc = "Got it, and saw what came before.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Half an element, or not what came before it.")
@State
public class SharedQueueStressTest {
  private static final QueueSpec SPEC = QueueSpec.fifo(2).elementsOf(8);
  private static final Codec<String> CODEC = Codec.strings();
  private static final Pool<SharedQueue<String>> POOL =
      new Pool<>(
          file -> QueueMemory.make(file, SPEC.header(), CODEC.name()),
          SPEC.header(),
          memory -> new SharedQueue<>((QueueMemory) memory, CODEC));

  private final Pool.Shared<SharedQueue<String>> shared = POOL.next();
  private int done;

  public SharedQueueStressTest() {
    shared.one().clear();
  }

  @Actor
  public void producer() {
    done = 1;
    shared.one().offer("elem");
  }

  @Actor
  public void consumer(LI_Result r) {
    r.r1 = shared.two().poll();
    r.r2 = done;
  }
}
