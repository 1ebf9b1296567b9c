package orchestrate.ipc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.UndecodableElementException;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.testing.Passed;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedChannelTest {
  private static final ChannelSpec SMALL = new ChannelSpec(64);

  @TempDir Path base;
  private Session session;
  private Session other;

  record Point(int x, long y, String name) {}

  @BeforeEach
  void open() throws Exception {
    session = Session.create(base.resolve("s"), "one");
    other = Session.open(base.resolve("s"), "two");
  }

  @AfterEach
  void close() throws Exception {
    other.close();
    session.close();
  }

  @Test
  void goesBothWaysInOrder() throws Exception {
    SharedChannel<Point> here = session.channel("c", Codec.records(Point.class));
    SharedChannel<Point> there = other.findChannel("c", Codec.records(Point.class));
    here.send(new Point(1, 2, "a"));
    here.send(new Point(2, 3, "b"));
    there.send(new Point(3, 4, "c"));
    assertThat(there.receive()).isEqualTo(new Point(1, 2, "a"));
    assertThat(there.receive()).isEqualTo(new Point(2, 3, "b"));
    assertThat(here.receive()).isEqualTo(new Point(3, 4, "c"));
    assertThat(here.poll(Duration.ZERO)).isNull();
    assertThat(here).hasToString("channel 'c' (65536 bytes each way, ends: open, open)");
  }

  @Test
  void theThirdIsRefusedAndTheSameGetsItsOwnEnd() throws Exception {
    SharedChannel<String> here = session.channel("c", Codec.strings());
    SharedChannel<String> there = other.channel("c", Codec.strings());
    session.channel("c", Codec.strings()).send("by the same end");
    assertThat(there.receive()).isEqualTo("by the same end");
    try (Session third = Session.open(session.folder(), "three")) {
      assertThatThrownBy(() -> third.channel("c", Codec.strings()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching(
              "channel 'c' has two ends, and they are taken: one by one \\(pid \\d+\\),"
                  + " the other by two \\(pid \\d+\\); .*");
      assertThatThrownBy(() -> third.channel("c", Codec.bytes()))
          .isInstanceOf(LayoutException.class)
          .hasMessageEndingWith("found channel of string, asked for channel of bytes");
      assertThatThrownBy(() -> third.channel("c", SMALL, Codec.strings()))
          .hasMessageEndingWith(
              "found channel of 65536 bytes each way, asked for channel of 64 bytes each way");
    }
    here.close();
    assertThatThrownBy(here::receive)
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'c': this end was closed");
  }

  @Test
  void whatWasSentBeforeTheEndIsReceived() throws Exception {
    SharedChannel<String> here = session.channel("c", Codec.strings());
    SharedChannel<String> there = other.channel("c", Codec.strings());
    there.send("last");
    there.close();
    there.close();
    assertThatThrownBy(() -> here.send("in vain"))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessageMatching("channel 'c': two \\(pid \\d+\\) has closed its end");
    assertThat(here.receive()).isEqualTo("last");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(here::receive)
          .isInstanceOfSatisfying(
              ChannelClosedException.class, e -> assertThat(e.died()).isFalse());
    }
  }

  @Test
  void aSessionThatIsClosedClosesItsEnd() throws Exception {
    SharedChannel<String> here = session.channel("c", Codec.strings());
    SharedChannel<String> there = other.channel("c", Codec.strings());
    Running<String> waiting = InProcess.start(here::receive);
    other.close();
    there.close();
    assertThatThrownBy(waiting.result()::get)
        .cause()
        .isInstanceOfSatisfying(ChannelClosedException.class, e -> assertThat(e.died()).isFalse());
  }

  @Test
  void elementsOfAnySizeGoThroughASmallChannelByVirtualThreads() throws Exception {
    SharedChannel<byte[]> here = session.channel("c", SMALL, Codec.bytes());
    SharedChannel<byte[]> there = other.channel("c", SMALL, Codec.bytes());
    Random random = new Random(7);
    byte[][] elements = new byte[200][];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = new byte[i % 50 == 49 ? 100_000 : random.nextInt(100)];
      random.nextBytes(elements[i]);
    }
    FutureTask<Integer> echo =
        new FutureTask<>(
            () -> {
              for (int i = 0; i < elements.length; i++) {
                there.send(there.receive());
              }
              return elements.length;
            });
    FutureTask<Integer> sender =
        new FutureTask<>(
            () -> {
              for (byte[] element : elements) {
                here.send(element);
              }
              return elements.length;
            });
    Thread.startVirtualThread(echo);
    Thread.startVirtualThread(sender);
    for (byte[] element : elements) {
      assertThat(here.receive()).isEqualTo(element);
    }
    assertThat(sender.get()).isEqualTo(echo.get());
  }

  @Test
  void whoGivesUpHasSentNothing() throws Exception {
    SharedChannel<byte[]> here = session.channel("c", SMALL, Codec.bytes());
    SharedChannel<byte[]> there = other.channel("c", SMALL, Codec.bytes());
    byte[] large = new byte[1000];
    Arrays.fill(large, (byte) 1);
    assertThat(here.offer(large, Duration.ZERO)).isFalse();
    Running<Void> sending =
        InProcess.start(
            () -> {
              here.send(large);
              return null;
            });
    sending.thread().interrupt();
    assertThatThrownBy(sending.result()::get).hasCauseInstanceOf(InterruptedException.class);
    Running<byte[]> receiving = InProcess.start(there::receive);
    here.send(new byte[] {2});
    assertThat(receiving.result().get()).containsExactly(2);
  }

  @Test
  void whoIsInterruptedLosesNothing() throws Exception {
    SharedChannel<byte[]> here = session.channel("c", SMALL, Codec.bytes());
    SharedChannel<byte[]> there = other.channel("c", SMALL, Codec.bytes());
    Running<byte[]> receiving = InProcess.start(there::receive);
    receiving.thread().interrupt();
    assertThatThrownBy(receiving.result()::get).hasCauseInstanceOf(InterruptedException.class);
    byte[] large = new byte[1000];
    Running<Boolean> sending = InProcess.start(() -> here.offer(large, Duration.ofDays(1)));
    byte[] received = null;
    while (received == null) {
      received = there.poll(Duration.ZERO); // gives up after some of the parts
    }
    assertThat(received).isEqualTo(large);
    assertThat(sending.result().get()).isTrue();
  }

  @Test
  void closingEndsTheWaitsOfItsOwnThreads() throws Exception {
    SharedChannel<byte[]> here = session.channel("c", SMALL, Codec.bytes());
    Running<byte[]> receiving = InProcess.start(here::receive);
    Running<Boolean> sending =
        InProcess.start(() -> here.offer(new byte[1000], Duration.ofDays(1)));
    here.close();
    for (Running<?> waiting : List.of(receiving, sending)) {
      assertThatThrownBy(waiting.result()::get).hasCauseInstanceOf(ChannelClosedException.class);
    }
  }

  @Test
  void whatCannotBeDecodedIsHandedOver() throws Exception {
    SharedChannel<Long> here = session.channel("c", Codec.longs());
    Codec<Long> failing = new FailingCodec();
    SharedChannel<Long> there = other.channel("c", failing);
    here.send(7L);
    assertThatThrownBy(there::receive)
        .isInstanceOfSatisfying(
            UndecodableElementException.class, e -> assertThat(e.bytes()).hasSize(8))
        .hasMessageStartingWith("channel 'c': an element of 8 bytes can't be decoded: ");
    here.close();
    assertThatThrownBy(there::receive).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void aChannelIsAnArgumentOfAnotherProcess() throws Exception {
    SharedChannel<String> here = session.channel("c", Codec.strings());
    try (Peer peer = Peer.join(session.folder(), "peer")) {
      peer.tell(
          Passed.call(
              () -> {
                int count = 0;
                try (here) {
                  while (true) {
                    here.send(here.receive() + "!");
                    count++;
                  }
                } catch (ChannelClosedException e) {
                  return count + " " + e.died();
                }
              }));
      for (int i = 0; i < 100; i++) {
        here.send("hello " + i);
        assertThat(here.receive()).isEqualTo("hello " + i + "!");
      }
      here.close();
      assertThat(peer.reply()).isEqualTo("100 false");
    }
  }

  @Test
  void theDeathOfOneEndWakesTheOther() throws Exception {
    SharedChannel<byte[]> receiver = session.channel("r", SMALL, Codec.bytes());
    SharedChannel<byte[]> sender = session.channel("s", SMALL, Codec.bytes());
    try (Peer peer = Peer.join(session.folder(), "peer")) {
      peer.ask(
          Passed.call(
              () -> {
                sender.poll(Duration.ZERO);
                // More than there is room for: the rest of it never comes.
                return String.valueOf(receiver.offer(new byte[1000], Duration.ZERO));
              }));
      Running<byte[]> receiving = InProcess.start(receiver::receive);
      Running<Boolean> sending =
          InProcess.start(() -> sender.offer(new byte[1000], Duration.ofDays(1)));
      peer.kill();
      for (Running<?> waiting : List.of(receiving, sending)) {
        assertThatThrownBy(waiting.result()::get)
            .isInstanceOf(ExecutionException.class)
            .cause()
            .isInstanceOfSatisfying(
                ChannelClosedException.class, e -> assertThat(e.died()).isTrue())
            .hasMessageMatching("channel '.': peer \\(pid \\d+, dead\\) has died");
      }
    }
  }

  @Test
  void ofWhatASenderWasKilledOverTheBeginningIsReceivedWholeAndInOrder() throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < 3; round++) {
      String name = "c" + round;
      SharedChannel<byte[]> channel = session.channel(name, new ChannelSpec(1024), Codec.bytes());
      try (Peer peer = Peer.join(session.folder(), "peer")) {
        peer.tell(
            Passed.call(
                () -> {
                  for (int i = 0; ; i++) {
                    byte[] element = new byte[i * 37 % 5000 + 1];
                    Arrays.fill(element, (byte) i);
                    channel.send(element);
                  }
                }));
        int victim = 100 + random.nextInt(400);
        int count = 0;
        try {
          while (true) {
            byte[] element = channel.receive();
            byte[] expected = new byte[count * 37 % 5000 + 1];
            Arrays.fill(expected, (byte) count);
            assertThat(element).isEqualTo(expected);
            count++;
            if (count == victim) {
              peer.shoot();
            }
          }
        } catch (ChannelClosedException e) {
          assertThat(e.died()).isTrue();
        }
        assertThat(count).isGreaterThanOrEqualTo(victim);
      }
    }
  }

  private static final class FailingCodec implements Codec<Long> {
    @Override
    public String name() {
      return Codec.longs().name();
    }

    @Override
    public long encode(Long element, MemorySegment target, long offset, long limit) {
      return Codec.longs().encode(element, target, offset, limit);
    }

    @Override
    public Long decode(MemorySegment source, long offset, long length) {
      throw new IllegalStateException("on purpose");
    }
  }
}
