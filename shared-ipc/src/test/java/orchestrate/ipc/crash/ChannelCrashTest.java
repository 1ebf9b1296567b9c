package orchestrate.ipc.crash;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.channel.MessageRing;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.testing.Fork;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelCrashTest {
  private static final int MESSAGES = 8;

  @ParameterizedTest
  @ValueSource(classes = {Produce.class, Consume.class})
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /** One end of a ring with a doorbell; the messages go around the end of its memory. */
  private static final class End {
    private static final int CAPACITY = 128;
    private static final int LENGTH = 5;

    private final MessageRing ring;
    private final Doorbell bell;
    private final byte[] into = new byte[CAPACITY];

    End(Party party) throws IOException {
      MemorySegment memory =
          party.memory("channel", Doorbell.BYTES + MessageRing.bytesFor(CAPACITY));
      bell = new Doorbell(memory.asSlice(0, Doorbell.BYTES));
      ring = new MessageRing(memory.asSlice(Doorbell.BYTES));
    }

    /** Each message has its number in every byte, and a length of its own. */
    void send(int number) {
      byte[] message = new byte[number * LENGTH];
      Arrays.fill(message, (byte) number);
      while (!ring.offer(message, message.length)) {
        Thread.onSpinWait();
      }
      bell.ring();
    }

    /** The number of the next message; 0 if there is none and none will come. */
    int receive(BooleanSupplier last) throws InterruptedException {
      while (true) {
        boolean noMoreWillCome = last.getAsBoolean();
        int length = ring.poll(into);
        if (length >= 0) {
          return numberOf(length);
        }
        if (noMoreWillCome) {
          return 0;
        }
        bell.await(() -> !ring.isEmpty() || last.getAsBoolean(), Deadline.never());
      }
    }

    private int numberOf(int length) {
      int number = length / LENGTH;
      for (int i = 0; i < length; i++) {
        assertThat(into[i]).as("byte %d of %d", i, length).isEqualTo((byte) number);
      }
      return number;
    }
  }

  /** With how many messages the victim was through. */
  private static final class Progress {
    private final MemorySegment memory;

    Progress(Party party) throws IOException {
      memory = party.memory("progress", Integer.BYTES);
    }

    void set(int messages) {
      memory.set(JAVA_INT, 0, messages);
    }

    int get() {
      return memory.get(JAVA_INT, 0);
    }
  }

  public static final class Produce implements Scenario {
    private @Nullable Fork<List<Integer>> received;
    private volatile boolean victimIsGone;

    @Override
    public void prepare(Party survivor) throws Exception {
      End consumer = new End(survivor);
      received = Fork.start(() -> receiveAll(consumer, () -> victimIsGone));
    }

    @Override
    public void victim(Party victim) throws Exception {
      End producer = new End(victim);
      Progress progress = new Progress(victim);
      for (int number = 1; number <= MESSAGES; number++) {
        producer.send(number);
        progress.set(number);
      }
    }

    /** All that was sent came, and perhaps the one that was being sent. */
    @Override
    public void check(Party survivor) throws Exception {
      victimIsGone = true;
      new End(survivor).bell.ring();
      List<Integer> numbers = requireNonNull(received).result();
      assertThat(numbers).isEqualTo(numbersFrom(1, numbers.size()));
      int sent = new Progress(survivor).get();
      assertThat(numbers).hasSizeBetween(sent, sent + 1);
    }
  }

  public static final class Consume implements Scenario {
    private @Nullable Fork<Boolean> allSent;
    private volatile boolean sentAll;

    @Override
    public void prepare(Party survivor) throws Exception {
      End producer = new End(survivor);
      allSent =
          Fork.start(
              () -> {
                numbersFrom(1, MESSAGES).forEach(producer::send);
                sentAll = true;
                producer.bell.ring();
                return true;
              });
    }

    @Override
    public void victim(Party victim) throws Exception {
      End consumer = new End(victim);
      Progress progress = new Progress(victim);
      for (int number = 1; number <= MESSAGES; number++) {
        assertThat(consumer.receive(() -> false)).isEqualTo(number);
        progress.set(number);
      }
    }

    /** The next consumer goes on where the victim left off. */
    @Override
    public void check(Party survivor) throws Exception {
      List<Integer> rest = receiveAll(new End(survivor), () -> sentAll);
      assertThat(requireNonNull(allSent).result()).isTrue();
      assertThat(rest).isEqualTo(numbersFrom(MESSAGES - rest.size() + 1, MESSAGES));
      int received = new Progress(survivor).get();
      assertThat(MESSAGES - rest.size()).isBetween(received, received + 1);
    }
  }

  private static List<Integer> receiveAll(End consumer, BooleanSupplier last)
      throws InterruptedException {
    List<Integer> numbers = new ArrayList<>();
    for (int number = consumer.receive(last); number > 0; number = consumer.receive(last)) {
      numbers.add(number);
    }
    return numbers;
  }

  private static List<Integer> numbersFrom(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }
}
