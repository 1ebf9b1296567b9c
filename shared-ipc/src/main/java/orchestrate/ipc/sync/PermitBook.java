package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.participant.ParticipantTable;

/**
 * Who holds how many permits: a word that says how many are free, who did the last operation and
 * what that left it with, and a ledger per slot. Whoever dies where, word and ledgers together are
 * exact.
 *
 * <pre>
 *    0   8         word, see PermitWord
 *   64   8 * 1024  per slot: ledger, see LedgerWord
 * </pre>
 *
 * <p>One compare-and-set of the word takes or gives permits <em>and</em> says who holds how many
 * after it. What a slot holds is in the word, if it did the last operation, else in its ledger. So
 * a slot that does one operation after another needs no more than that. Before an operation of
 * another slot replaces the word, what it says is recorded in its slot's ledger, by whoever is
 * about to replace it. So nothing is left to be done by one who may be dead.
 *
 * <p>The technique is helping, as in Herlihy's universal construction (Wait-Free Synchronization,
 * 1991). What is recorded is a state and not a change, and states of a slot are numbered: recording
 * an older one late, or the same twice, does no harm, since a newer one is in the word.
 *
 * <p>A ledger must not fall behind by 2^20 operations, the word's sequence would mean another one:
 * so each time the sequence passes a multiple of 2^14, the ledger is brought up to date first. What
 * remains is a process that is stopped just before its compare-and-set while exactly a multiple of
 * 2^20 operations of one slot go by and end in the very same word: it would replace a word that was
 * not recorded, and that slot's next look at its ledger would be up to 2^14 operations old.
 *
 * <p>Thread-safe, lock-free; knows nothing of waiting.
 */
final class PermitBook {
  /** What {@link #giveAll} returns if the word had changed. */
  static final int LOST = -1;

  static final long BYTES = 64 + ParticipantTable.SLOTS * Long.BYTES;

  private static final long LEDGERS = 64;
  private static final long RECORD_EVERY = 1 << 14;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long offset;

  PermitBook(MemorySegment segment, long offset) {
    this.segment = segment;
    this.offset = offset;
  }

  static void initialise(MemorySegment segment, long offset, int permits) {
    segment.set(JAVA_LONG, offset, PermitWord.initial(permits));
  }

  long word() {
    return (long) LONG.getVolatile(segment, offset);
  }

  int available() {
    return PermitWord.value(word());
  }

  int heldBy(int slot) {
    while (true) {
      long word = word();
      if (PermitWord.slot(word) == slot) {
        return PermitWord.held(word);
      }
      int held = LedgerWord.held(ledger(slot));
      // While the word is the same, the slot has done nothing that is not in its ledger.
      if (word == word()) {
        return held;
      }
    }
  }

  /** Takes {@code n}, if there are so many. */
  boolean take(int slot, int n) {
    return take(slot, n, n);
  }

  /** Takes {@code n}, if there are {@code least} or more. */
  boolean take(int slot, int n, int least) {
    while (true) {
      long word = word();
      if (PermitWord.value(word) < least) {
        return false;
      }
      boolean simple =
          followsItself(word, slot) && PermitWord.held(word) <= PermitWord.MAX_VALUE - n;
      if (simple
          ? LONG.compareAndSet(segment, offset, word, PermitWord.afterTaking(word, n))
          : operate(word, slot, stateOf(slot, word), n, -n)) {
        return true;
      }
    }
  }

  /** Takes all there are; returns how many. */
  int takeAll(int slot) {
    while (true) {
      long word = word();
      int value = PermitWord.value(word);
      if (value == 0 || operate(word, slot, stateOf(slot, word), value, -value)) {
        return value;
      }
    }
  }

  /** Gives {@code n} back, if the slot holds so many. */
  boolean give(int slot, int n) {
    while (true) {
      long word = word();
      if (followsItself(word, slot)) {
        if (PermitWord.held(word) < n) {
          return false;
        }
        if (LONG.compareAndSet(segment, offset, word, PermitWord.afterTaking(word, -n))) {
          return true;
        }
      } else {
        long state = stateOf(slot, word);
        if (LedgerWord.held(state) < n) {
          return false;
        }
        if (operate(word, slot, state, -n, n)) {
          return true;
        }
      }
    }
  }

  /**
   * Adds {@code n}, whoever has taken them; what the slot holds becomes less, but not less than 0.
   *
   * @return false if there would be more than {@link PermitWord#MAX_VALUE}
   */
  boolean add(int slot, int n) {
    while (true) {
      long word = word();
      if (PermitWord.value(word) > PermitWord.MAX_VALUE - n) {
        return false;
      }
      long state = stateOf(slot, word);
      if (operate(word, slot, state, -Math.min(n, LedgerWord.held(state)), n)) {
        return true;
      }
    }
  }

  /**
   * Gives back all that the slot holds: an ordinary operation of that slot, whoever does it and
   * however many do.
   *
   * @param word as it was before the caller made sure that this is to be done: if the slot gets a
   *     new owner who takes permits after that, the word isn't the same
   * @return how many this call gave back; {@link #LOST} if the word has changed
   */
  int giveAll(int slot, long word) {
    long state = stateOf(slot, word);
    int held = LedgerWord.held(state);
    if (held == 0) {
      return word == word() ? 0 : LOST;
    }
    int given = Math.min(held, PermitWord.MAX_VALUE - PermitWord.value(word));
    return operate(word, slot, state, -held, given) ? given : LOST;
  }

  /**
   * Whether the slot's next operation needs no look at a ledger, nor to record anything: the most
   * frequent case, in which one addition makes the next word.
   */
  private static boolean followsItself(long word, int slot) {
    return PermitWord.slot(word) == slot && (PermitWord.sequence(word) + 1) % RECORD_EVERY != 0;
  }

  /** The slot's next operation, if the word is still the same. */
  private boolean operate(long word, int slot, long state, int heldDelta, int valueDelta) {
    // More can only be counted where others add what this slot has taken.
    int held = Math.min(LedgerWord.held(state) + heldDelta, PermitWord.MAX_VALUE);
    long next =
        PermitWord.of(
            PermitWord.value(word) + valueDelta, held, slot, LedgerWord.sequence(state) + 1);
    return LONG.compareAndSet(segment, offset, word, next);
  }

  /**
   * What the slot holds, and the number of its last operation, of which at least the lowest 20 bits
   * are right. After that the word may be replaced by its next operation.
   */
  private long stateOf(int slot, long word) {
    if (PermitWord.slot(word) != slot) {
      record(word);
      return ledger(slot);
    }
    long sequence = PermitWord.sequence(word);
    if ((sequence + 1) % RECORD_EVERY == 0) {
      record(word);
    }
    return LedgerWord.of(sequence, PermitWord.held(word));
  }

  /** Makes sure that the word, while it stays, is in its slot's ledger. */
  private void record(long word) {
    int slot = PermitWord.slot(word);
    if (slot == 0) {
      return;
    }
    while (true) {
      long ledger = ledger(slot);
      long behind = PermitWord.operationsSince(LedgerWord.sequence(ledger), word);
      // The word must still be the same after the ledger was read, or they don't belong together.
      if (behind == 0 || word != word()) {
        return;
      }
      long recorded = LedgerWord.of(LedgerWord.sequence(ledger) + behind, PermitWord.held(word));
      if (LONG.compareAndSet(segment, ledgerOffset(slot), ledger, recorded)) {
        return;
      }
    }
  }

  private long ledger(int slot) {
    return (long) LONG.getVolatile(segment, ledgerOffset(slot));
  }

  private long ledgerOffset(int slot) {
    return offset + LEDGERS + (long) slot * Long.BYTES;
  }
}
