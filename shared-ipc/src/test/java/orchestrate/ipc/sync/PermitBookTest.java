package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PermitBookTest {
  private static final int PERMITS = 7;
  private static final int SLOTS = 4;

  private final MemorySegment memory = Arena.ofAuto().allocate(PermitBook.BYTES, 64);
  private final PermitBook book = new PermitBook(memory, 0);

  @Test
  void wordAndLedgersTogetherAreExactWhateverTheOrder() {
    PermitBook.initialise(memory, 0, PERMITS);
    int[] held = new int[SLOTS + 1];
    int free = PERMITS;
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      int slot = 1 + random.nextInt(SLOTS);
      int n = 1 + random.nextInt(3);
      switch (random.nextInt(8)) {
        case 0 -> {
          assertThat(book.giveAll(slot, book.word())).isEqualTo(held[slot]);
          free += held[slot];
          held[slot] = 0;
        }
        case 1 -> {
          assertThat(book.takeAll(slot)).isEqualTo(free);
          held[slot] += free;
          free = 0;
        }
        case 2, 3, 4 -> {
          assertThat(book.take(slot, n)).isEqualTo(free >= n);
          if (free >= n) {
            free -= n;
            held[slot] += n;
          }
        }
        default -> {
          assertThat(book.give(slot, n)).isEqualTo(held[slot] >= n);
          if (held[slot] >= n) {
            free += n;
            held[slot] -= n;
          }
        }
      }
      assertThat(book.available()).isEqualTo(free);
      assertThat(book.heldBy(slot)).isEqualTo(held[slot]);
    }
  }

  @Test
  void aLedgerNeverFallsBehindByAWholeRoundOfTheSequence() {
    PermitBook.initialise(memory, 0, PERMITS);
    assertThat(book.take(2, 1)).isTrue();
    for (int i = 0; i < (1 << 20) + 3; i++) {
      assertThat(book.take(1, 2)).isTrue();
      assertThat(book.give(1, 2)).isTrue();
    }
    assertThat(book.take(1, 5)).isTrue();
    assertThat(book.giveAll(2, book.word())).as("which replaces the word of slot 1").isEqualTo(1);
    assertThat(book.heldBy(1)).isEqualTo(5);
    assertThat(book.giveAll(1, book.word())).isEqualTo(5);
    assertThat(book.available()).isEqualTo(PERMITS);
  }

  @Test
  void anybodyMayAddAndNobodyHoldsLessThanNothing() {
    PermitBook.initialise(memory, 0, 0);
    assertThat(book.add(1, 3)).isTrue();
    assertThat(book.take(2, 2)).isTrue();
    assertThat(book.add(2, 5)).isTrue();
    assertThat(book.heldBy(2)).isZero();
    assertThat(book.available()).isEqualTo(6);
    assertThat(book.add(1, PermitWord.MAX_VALUE)).as("more than fit").isFalse();
    assertThat(book.available()).isEqualTo(6);
  }

  @Test
  void whoTakesWhatOthersAddHoldsNoMoreThanFits() {
    PermitBook.initialise(memory, 0, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(book.add(1, 100_000)).isTrue();
      assertThat(book.take(2, 100_000)).isTrue();
    }
    assertThat(book.heldBy(2)).isEqualTo(PermitWord.MAX_VALUE);
    assertThat(book.take(2, 1)).isFalse();
    for (int i = 0; i < 2; i++) {
      assertThat(book.add(2, 1)).isTrue();
      assertThat(book.take(2, 1)).as("one after the other by the same slot").isTrue();
    }
    assertThat(book.heldBy(2)).isEqualTo(PermitWord.MAX_VALUE);
  }

  @Test
  void nothingIsGivenBackIfSomebodyWasQuicker() {
    PermitBook.initialise(memory, 0, PERMITS);
    assertThat(book.take(3, 4)).isTrue();
    long before = book.word();
    assertThat(book.take(1, 1)).isTrue();
    assertThat(book.giveAll(3, before)).isEqualTo(PermitBook.LOST);
    assertThat(book.giveAll(2, before)).as("it held nothing then").isEqualTo(PermitBook.LOST);
    assertThat(book.available()).isEqualTo(PERMITS - 5);
  }
}
