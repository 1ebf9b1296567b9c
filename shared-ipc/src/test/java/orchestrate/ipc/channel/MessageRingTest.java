package orchestrate.ipc.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageRingTest {
  private static final int CAPACITY = 256;

  private final MemorySegment memory =
      Arena.ofAuto().allocate(MessageRing.bytesFor(CAPACITY), Long.BYTES);
  private final MessageRing producer = new MessageRing(memory);
  private final MessageRing consumer = new MessageRing(memory);
  private final byte[] into = new byte[CAPACITY];

  @Test
  void isEmptyAtFirst() {
    assertThat(consumer.isEmpty()).isTrue();
    assertThat(consumer.poll(into)).isEqualTo(-1);
  }

  @Test
  void givesMessagesInOrderWithTheirLengths() {
    assertThat(producer.offer(new byte[] {1, 2, 3}, 3)).isTrue();
    assertThat(producer.offer(new byte[] {4, 5, 6}, 1)).isTrue();
    assertThat(producer.offer(new byte[0], 0)).isTrue();

    assertThat(consumer.poll(into)).isEqualTo(3);
    assertThat(into).startsWith(1, 2, 3);
    assertThat(consumer.poll(into)).isEqualTo(1);
    assertThat(into).startsWith(4);
    assertThat(consumer.poll(into)).isZero();
    assertThat(consumer.isEmpty()).isTrue();
  }

  @Test
  void refusesWhenFullAndTakesAgainWhenThereIsRoom() {
    int taken = 0;
    while (producer.offer(new byte[28], 28)) {
      taken++;
    }
    assertThat(taken).isEqualTo(CAPACITY / 32);
    consumer.poll(into);
    assertThat(producer.offer(new byte[28], 28)).isTrue();
    assertThat(producer.offer(new byte[28], 28)).isFalse();
  }

  @Test
  void alwaysFindsRoomForTheLongestMessageInAnEmptyRing() {
    var longest = new byte[producer.maxMessage()];
    for (int shift = 0; shift < CAPACITY; shift += 8) {
      assertThat(producer.offer(longest, longest.length)).as("after %d bytes", shift).isTrue();
      assertThat(consumer.poll(into)).isEqualTo(longest.length);
      assertThat(producer.offer(longest, 1)).isTrue();
      assertThat(consumer.poll(into)).isEqualTo(1);
    }
  }

  @Test
  void refusesAMessageThatCouldNeverFit() {
    int tooLong = producer.maxMessage() + 1;
    assertThatThrownBy(() -> producer.offer(new byte[tooLong], tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a message of 121 bytes; the limit is 120");
  }

  @Test
  void needsACapacityThatIsAPowerOfTwo() {
    MemorySegment odd = Arena.ofAuto().allocate(MessageRing.bytesFor(100), Long.BYTES);
    assertThatThrownBy(() -> new MessageRing(odd))
        .hasMessage("capacity must be a power of two, not 100");
  }

  @Test
  void losesAndReordersNothingBetweenTwoThreads() throws InterruptedException {
    int messages = 200_000;
    Thread sender = Thread.ofPlatform().start(() -> sendNumbered(messages));
    List<String> wrong = new ArrayList<>();
    for (int expected = 0; expected < messages; ) {
      int length = consumer.poll(into);
      if (length < 0) {
        Thread.onSpinWait();
        continue;
      }
      int number = ByteBuffer.wrap(into).getInt();
      if (number != expected || into[length - 1] != (byte) number) {
        wrong.add("%d instead of %d".formatted(number, expected));
      }
      expected++;
    }
    sender.join();
    assertThat(wrong).isEmpty();
    assertThat(consumer.isEmpty()).isTrue();
  }

  @Test
  void theProducerTakesBackWhatWasNotTaken() {
    producer.offer(new byte[] {1}, 1);
    long firstEnds = producer.produced();
    producer.offer(new byte[] {2}, 1);
    consumer.poll(into);

    assertThat(producer.withdraw()).isEqualTo(firstEnds);
    assertThat(consumer.isEmpty()).isTrue();
    assertThat(consumer.poll(into)).isEqualTo(-1);
    producer.offer(new byte[] {3}, 1);
    assertThat(consumer.poll(into)).isEqualTo(1);
    assertThat(into).startsWith(3);
    assertThat(producer.withdraw()).isEqualTo(producer.produced());
  }

  @Test
  void eachMessageIsEitherTakenOrTakenBack() throws InterruptedException {
    int messages = 100_000;
    var taken = new BitSet();
    Thread taker = Thread.ofPlatform().start(() -> takeUntil(messages, taken));
    var withdrawn = new BitSet();
    var random = new Random(11);
    Deque<Long> ends = new ArrayDeque<>();
    var message = new byte[producer.maxMessage()];
    for (int number = 0; number <= messages; number++) {
      ByteBuffer.wrap(message).putInt(number);
      while (!producer.offer(message, 4 + random.nextInt(60))) {
        Thread.onSpinWait();
      }
      ends.add(producer.produced());
      if (number < messages && random.nextInt(3) == 0) {
        long until = producer.withdraw();
        for (int back = number; !ends.isEmpty() && ends.getLast() > until; back--) {
          ends.removeLast();
          withdrawn.set(back);
        }
        ends.clear();
      }
    }
    taker.join();
    assertThat(withdrawn.cardinality()).isPositive();
    assertThat(taken.cardinality()).isPositive();
    assertThat(taken.intersects(withdrawn)).isFalse();
    taken.or(withdrawn);
    assertThat(taken.nextClearBit(0)).isEqualTo(messages);
  }

  /** Notes the numbers of messages until that one comes. */
  private void takeUntil(int last, BitSet taken) {
    while (true) {
      if (consumer.poll(into) < 0) {
        Thread.onSpinWait();
        continue;
      }
      int number = ByteBuffer.wrap(into).getInt();
      if (number == last) {
        return;
      }
      taken.set(number);
    }
  }

  /** Each message begins with its number, ends with its last byte, and has some other length. */
  private void sendNumbered(int messages) {
    var random = new Random(7);
    var message = new byte[producer.maxMessage()];
    for (int number = 0; number < messages; number++) {
      int length = 5 + random.nextInt(message.length - 5);
      ByteBuffer.wrap(message).putInt(number);
      message[length - 1] = (byte) number;
      while (!producer.offer(message, length)) {
        Thread.onSpinWait();
      }
    }
  }
}
