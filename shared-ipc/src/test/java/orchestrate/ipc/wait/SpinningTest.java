package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** With a clock that goes on by itself with each reading, and changes the word when it is time. */
class SpinningTest {
  private static final long TICK = 32 * 7; // such that one reading in some sixty is a probe

  private final MemorySegment word = Arena.ofAuto().allocate(64, 64);
  private final Spinning spinning = new Spinning(2, this::tick);
  private long now = 32;
  private long changesAt = Long.MAX_VALUE;
  private int readings;

  @Test
  void looksForAMicrosecondAtFirst() {
    assertThat(spinning.nanosFor(word, 0)).isEqualTo(1_000);
    long start = now;
    assertThat(spinning.spin(word, 0, 0)).isFalse();
    assertThat(now - start).isBetween(1_000L, 1_000 + 2 * TICK);
  }

  @Test
  void growsToTenMicrosecondsWhereItPays() {
    for (long takes = 500; takes <= 6_000; takes += 250) {
      change(takes);
      assertThat(spinning.spin(word, 0, 0)).as("change after %d ns", takes).isTrue();
      assertThat(spinning.nanosFor(word, 0)).isBetween(1_000, 10_000);
    }
    assertThat(spinning.nanosFor(word, 0)).isEqualTo(10_000);
  }

  @Test
  void shrinksWhereItDoesNotPayAndOneTryInSixtyTellsWhetherItDoesAgain() {
    for (int i = 0; i < 20; i++) {
      assertThat(spinning.spin(word, 0, 0)).isFalse();
    }
    assertThat(spinning.nanosFor(word, 0)).isEqualTo(250);
    int tries = 0;
    do {
      change(8_000);
      tries++;
    } while (!spinning.spin(word, 0, 0));
    assertThat(tries).isBetween(2, 200);
    assertThat(spinning.nanosFor(word, 0)).isEqualTo(10_000);
  }

  @Test
  void eachWordHasItsOwnTime() {
    for (int i = 0; i < 20; i++) {
      spinning.spin(word, 0, 0);
    }
    assertThat(spinning.nanosFor(word, 4)).isEqualTo(1_000);
  }

  @Test
  void withOneProcessorThereIsOneLook() {
    var alone = new Spinning(1, this::tick);
    assertThat(alone.spin(word, 0, 0)).isFalse();
    assertThat(alone.spin(word, 0, 1)).isTrue();
    assertThat(readings).isZero();
  }

  @Test
  void aVirtualThreadGivesUpAfterTheFirstTime() throws InterruptedException {
    change(5_000);
    spinning.spin(word, 0, 0);
    for (long takes = 900; takes <= 6_000; takes += 100) {
      change(takes);
      spinning.spin(word, 0, 0);
    }
    assertThat(spinning.nanosFor(word, 0)).isEqualTo(10_000);
    word.set(JAVA_INT, 0, 0);
    changesAt = Long.MAX_VALUE;
    long start = now;
    Thread.ofVirtual().start(() -> spinning.spin(word, 0, 0)).join();
    assertThat(now - start).isBetween(1_000L, 1_000 + 2 * TICK);
  }

  private void change(long after) {
    word.set(JAVA_INT, 0, 0);
    changesAt = now + after;
  }

  private long tick() {
    readings++;
    now += TICK;
    if (now >= changesAt) {
      word.set(JAVA_INT, 0, 1);
    }
    return now;
  }
}
