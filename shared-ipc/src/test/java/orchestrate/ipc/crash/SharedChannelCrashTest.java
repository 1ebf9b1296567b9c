package orchestrate.ipc.crash;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import orchestrate.ipc.channel.ChannelClosedException;
import orchestrate.ipc.channel.ChannelSpec;
import orchestrate.ipc.channel.SharedChannel;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedChannelCrashTest {
  private static final int ELEMENTS = 4;

  @ParameterizedTest
  @ValueSource(classes = {Send.class, Receive.class, Close.class})
  void survives(Class<? extends Scenario> scenario) throws Exception {
    EveryDeath.isSurvivedIn(scenario);
  }

  /**
   * The victim has an end from the beginning; without it, it would be nobody whose death counts.
   */
  public abstract static class WithChannel implements Scenario {
    static SharedChannel<byte[]> channel(Party party) {
      return party.channel("x", new ChannelSpec(64), Codec.bytes());
    }

    @Override
    public void prepareVictim(Party victim) throws Exception {
      channel(victim);
    }

    /** With how many elements the victim was through. */
    static MemorySegment progress(Party party) throws IOException {
      return party.memory("progress", Integer.BYTES);
    }
  }

  public static class Send extends WithChannel {
    private @Nullable Fork<List<byte[]>> received;

    @Override
    public void prepare(Party survivor) throws Exception {
      SharedChannel<byte[]> channel = channel(survivor);
      received = Fork.start(() -> receiveAll(channel));
    }

    @Override
    public void victim(Party victim) throws Exception {
      SharedChannel<byte[]> channel = channel(victim);
      MemorySegment progress = progress(victim);
      for (int number = 1; number <= ELEMENTS; number++) {
        channel.send(element(number));
        progress.set(JAVA_INT, 0, number);
      }
    }

    /**
     * Whole elements in their order: all that were sent, and perhaps the one that was under way.
     */
    @Override
    public void check(Party survivor) throws Exception {
      List<byte[]> elements = requireNonNull(received).result();
      for (int i = 0; i < elements.size(); i++) {
        assertThat(elements.get(i)).isEqualTo(element(i + 1));
      }
      int sent = progress(survivor).get(JAVA_INT, 0);
      assertThat(elements).hasSizeBetween(sent, sent + 1);
    }
  }

  public static final class Close extends Send {
    @Override
    public void victim(Party victim) throws Exception {
      super.victim(victim);
      channel(victim).close();
    }
  }

  public static final class Receive extends WithChannel {
    private @Nullable Fork<Integer> sent;

    @Override
    public void prepare(Party survivor) throws Exception {
      SharedChannel<byte[]> channel = channel(survivor);
      sent = Fork.start(() -> sendUntilTheEnd(channel));
    }

    @Override
    public void victim(Party victim) throws Exception {
      SharedChannel<byte[]> channel = channel(victim);
      MemorySegment progress = progress(victim);
      for (int number = 1; number <= ELEMENTS; number++) {
        assertThat(channel.receive()).isEqualTo(element(number));
        progress.set(JAVA_INT, 0, number);
      }
    }

    /** Who sends to the dead is told of it, and doesn't wait for room for ever. */
    @Override
    public void check(Party survivor) throws Exception {
      int received = progress(survivor).get(JAVA_INT, 0);
      assertThat(requireNonNull(sent).result()).isGreaterThanOrEqualTo(received);
    }
  }

  private static List<byte[]> receiveAll(SharedChannel<byte[]> channel)
      throws InterruptedException {
    List<byte[]> elements = new ArrayList<>();
    try {
      while (true) {
        elements.add(channel.receive());
      }
    } catch (ChannelClosedException end) {
      return elements;
    }
  }

  private static int sendUntilTheEnd(SharedChannel<byte[]> channel) throws InterruptedException {
    int sent = 0;
    try {
      while (true) {
        channel.send(element(sent + 1));
        sent++;
      }
    } catch (ChannelClosedException end) {
      return sent;
    }
  }

  /** The second and the fourth go in several parts, and around the end of the ring. */
  private static byte[] element(int number) {
    byte[] element = new byte[number % 2 == 0 ? 50 : 10];
    Arrays.fill(element, (byte) number);
    return element;
  }
}
