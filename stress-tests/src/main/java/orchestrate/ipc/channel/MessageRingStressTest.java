package orchestrate.ipc.channel;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A message is seen whole or not at all, also the one that is written over a lap's end. */
@JCStressTest
@Outcome(id = "-1, 0, 0", expect = Expect.ACCEPTABLE, desc = "Came too early.")
@Outcome(id = "12, 7, 9", expect = Expect.ACCEPTABLE, desc = "Got the message.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Got half a message, or another.")
@State
public class MessageRingStressTest {
  private final MemorySegment memory =
      MemorySegment.ofArray(new long[(int) MessageRing.bytesFor(64) / Long.BYTES]);
  private final MessageRing producer = new MessageRing(memory);
  private final MessageRing consumer = new MessageRing(memory);
  private final byte[] sent = new byte[24];
  private final byte[] got = new byte[24];

  /** The next message doesn't fit in what is left of the lap. */
  public MessageRingStressTest() {
    for (int i = 0; i < 3; i++) {
      producer.offer(sent, 12);
      consumer.poll(got);
    }
    producer.offer(sent, 4);
    consumer.poll(got);
    sent[0] = 7;
    sent[11] = 9;
  }

  @Actor
  public void producer() {
    producer.offer(sent, 12);
  }

  @Actor
  public void consumer(III_Result r) {
    r.r1 = consumer.poll(got);
    r.r2 = got[0];
    r.r3 = got[11];
  }
}
