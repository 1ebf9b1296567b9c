package orchestrate.ipc.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.FutureTask;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import orchestrate.ipc.channel.ChannelClosedException;
import orchestrate.ipc.channel.ChannelSpec;
import orchestrate.ipc.channel.SharedChannel;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.testing.InProcess;

/** A channel is a queue each way, until one end is closed, or its process dies. */
class ChannelTwinTest extends TwinProperties {
  enum Op {
    SEND,
    RECEIVE,
    CLOSE,
    /** Of the second, whoever has the step. */
    DIE
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Step(Op op, byte[] element, int who) {}

  ChannelTwinTest() throws IOException {}

  /** What one thread can do, without waiting. */
  @Property(tries = 100)
  void isTwoQueues(
      @ForAll @IntRange(min = 1, max = 300) int capacity,
      @ForAll @Size(max = 60) List<@From("steps") Step> steps)
      throws Exception {
    var spec = new ChannelSpec(capacity);
    var model = new Model(spec, makeChannel(spec, Codec.bytes()));
    for (Step step : steps) {
      if (step.op == Op.DIE) {
        loseTheSecond();
        model.secondIsDead();
      } else {
        model.take(step);
      }
    }
    model.finish();
  }

  /** Elements of any size go both ways at the same time, by receivers who give up now and then. */
  @Property(tries = 30)
  void losesAndMixesNothing(
      @ForAll @IntRange(min = 1, max = 2_000) int capacity,
      @ForAll @Size(max = 30) List<@From("elements") byte[]> there,
      @ForAll @Size(max = 30) List<@From("elements") byte[]> back)
      throws Exception {
    List<SharedChannel<byte[]>> ends = makeChannel(new ChannelSpec(capacity), Codec.bytes());
    List<FutureTask<Integer>> senders =
        List.of(startToSend(ends.getFirst(), there), startToSend(ends.getLast(), back));
    FutureTask<Integer> receiver = InProcess.start(() -> receive(ends.getLast(), there)).result();
    assertThat(receive(ends.getFirst(), back)).isEqualTo(senders.getLast().get());
    assertThat(receiver.get()).isEqualTo(senders.getFirst().get());
  }

  private static FutureTask<Integer> startToSend(SharedChannel<byte[]> end, List<byte[]> elements) {
    return InProcess.start(
            () -> {
              for (byte[] element : elements) {
                end.send(element);
              }
              return elements.size();
            })
        .result();
  }

  private static int receive(SharedChannel<byte[]> end, List<byte[]> expected)
      throws InterruptedException {
    for (byte[] element : expected) {
      byte[] received = end.poll(Duration.ZERO);
      assertThat(received == null ? end.receive() : received).isEqualTo(element);
    }
    assertThat(end.poll(Duration.ZERO)).isNull();
    return expected.size();
  }

  @Provide
  Arbitrary<byte[]> elements() {
    Arbitrary<Integer> sizes =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.of(0, 1)),
            Tuple.of(6, Arbitraries.integers().between(2, 150)),
            Tuple.of(1, Arbitraries.integers().between(1_000, 9_000)));
    return Combinators.combine(sizes, Arbitraries.bytes())
        .as(
            (size, first) -> {
              byte[] element = new byte[size];
              for (int i = 0; i < size; i++) {
                element[i] = (byte) (first + i);
              }
              return element;
            });
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(20, Op.SEND),
                Tuple.of(20, Op.RECEIVE),
                Tuple.of(1, Op.CLOSE),
                Tuple.of(1, Op.DIE)),
            elements(),
            Arbitraries.integers().between(0, 1))
        .as(Step::new);
  }

  private static final class Model {
    private final int surelyFits;
    private final List<SharedChannel<byte[]>> ends;
    private final List<Deque<byte[]>> sent = List.of(new ArrayDeque<>(), new ArrayDeque<>());

    /** Whether nothing, and nothing of an element that was given up, is on its way. */
    private final boolean[] clean = {true, true};

    private final boolean[] closed = new boolean[2];
    private boolean died;
    private boolean diedOpen;

    Model(ChannelSpec spec, List<SharedChannel<byte[]>> ends) {
      this.surelyFits = spec.capacity() / 2 - Long.BYTES - 1;
      this.ends = ends;
    }

    void take(Step step) throws InterruptedException {
      if (died && step.who == 1) {
        return;
      }
      switch (step.op) {
        case SEND -> send(step.who, step.element);
        case RECEIVE -> receive(step.who);
        case CLOSE -> close(step.who);
        case DIE -> throw new IllegalArgumentException("nobody dies by himself");
      }
    }

    /** An end that was closed before stays so. */
    void secondIsDead() {
      died = true;
      diedOpen |= !closed[1];
      closed[1] = true;
    }

    private void send(int who, byte[] element) throws InterruptedException {
      SharedChannel<byte[]> end = ends.get(who);
      if (closed[0] || closed[1]) {
        assertThatThrownBy(() -> end.offer(element, Duration.ZERO))
            .isInstanceOf(ChannelClosedException.class);
        return;
      }
      boolean accepted = end.offer(element, Duration.ZERO);
      if (clean[who] && element.length <= surelyFits) {
        assertThat(accepted).isTrue();
      }
      if (accepted) {
        sent.get(who).add(Arrays.copyOf(element, element.length));
      }
      clean[who] = false;
    }

    private void receive(int who) throws InterruptedException {
      SharedChannel<byte[]> end = ends.get(who);
      int from = 1 - who;
      if (closed[who] || (closed[from] && sent.get(from).isEmpty())) {
        assertThatThrownBy(() -> end.poll(Duration.ZERO))
            .isInstanceOfSatisfying(
                ChannelClosedException.class,
                e -> assertThat(e.died()).isEqualTo(diedOpen && !closed[who]));
        return;
      }
      byte[] received = end.poll(Duration.ZERO);
      assertThat(received).isEqualTo(sent.get(from).poll());
      clean[from] |= received == null;
    }

    private void close(int who) {
      ends.get(who).close();
      closed[who] = true;
    }

    /** All that was sent comes, and then the end. */
    void finish() throws InterruptedException {
      if (died) {
        while (!closed[0] && !sent.getLast().isEmpty()) {
          receive(0);
        }
        receive(0);
        return;
      }
      close(0);
      while (!closed[1] && !sent.getFirst().isEmpty()) {
        receive(1);
      }
      receive(1);
      receive(0);
    }
  }
}
