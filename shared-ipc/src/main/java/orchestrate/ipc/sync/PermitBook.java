package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * Who holds how many permits: a word that says how many are free and what the last operation was,
 * and a ledger per slot. Whoever dies where, word and ledgers together are exact.
 *
 * <p>One compare-and-set of the word takes or gives permits <em>and</em> says who did it. That
 * operation is written into the ledger of its slot before anybody may replace the word: the next
 * one to come does it, if the one who should has died or is slow.
 *
 * <p>The technique is helping, as in Herlihy's universal construction (Wait-Free Synchronization,
 * 1991). Its one weak point is the sequence of 18 bits: a process that is stopped between two
 * instructions while exactly a multiple of 262,144 operations of one slot go by, which end in the
 * same word, and whose last one is by a process that dies before writing its ledger, would lose
 * that one ledger entry.
 *
 * <p>Thread-safe, lock-free; knows nothing of waiting.
 */
final class PermitBook {
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long wordOffset;
  private final long ledgersOffset;
  private final long stride;

  PermitBook(MemorySegment segment, long wordOffset, long ledgersOffset, long stride) {
    this.segment = segment;
    this.wordOffset = wordOffset;
    this.ledgersOffset = ledgersOffset;
    this.stride = stride;
  }

  long word() {
    return (long) LONG.getVolatile(segment, wordOffset);
  }

  int available() {
    return PermitWord.value(word());
  }

  int heldBy(int slot) {
    help(word());
    return LedgerWord.held(ledger(slot));
  }

  /** Takes {@code n}, if there are so many. */
  boolean take(int slot, int n) {
    while (true) {
      long word = word();
      if (PermitWord.value(word) < n) {
        return false;
      }
      help(word);
      if (operate(word, slot, ledger(slot), -n)) {
        return true;
      }
    }
  }

  /** Gives {@code n} back, if the slot holds so many. */
  boolean give(int slot, int n) {
    while (true) {
      long word = word();
      help(word);
      long ledger = ledger(slot);
      if (LedgerWord.held(ledger) < n) {
        return false;
      }
      if (operate(word, slot, ledger, n)) {
        return true;
      }
    }
  }

  /**
   * Gives back all that the slot holds: an ordinary operation of that slot, whoever does it and
   * however many do.
   *
   * @param allowed whether that is still to be done
   * @return how many this call gave back
   */
  int giveAll(int slot, BooleanSupplier allowed) {
    while (true) {
      long word = word();
      help(word);
      long ledger = ledger(slot);
      int held = LedgerWord.held(ledger);
      // Asked after the word was read: if the slot gets a new owner who takes permits meanwhile,
      // the word changes and the compare-and-set fails.
      if (held == 0 || !allowed.getAsBoolean()) {
        return 0;
      }
      if (operate(word, slot, ledger, held)) {
        return held;
      }
    }
  }

  /** Changes the value on behalf of a slot. The word's last operation must be in its ledger. */
  private boolean operate(long word, int slot, long ledger, int delta) {
    int value = PermitWord.value(word) + delta;
    long next = PermitWord.of(value, delta, slot, LedgerWord.sequence(ledger) + 1);
    if (!LONG.compareAndSet(segment, wordOffset, word, next)) {
      return false;
    }
    record(slot, ledger, delta); // if this fails, a helper did it
    return true;
  }

  /** Makes sure that the operation which led to {@code word} is in its slot's ledger. */
  private void help(long word) {
    int slot = PermitWord.slot(word);
    if (slot == 0) {
      return;
    }
    long ledger = ledger(slot);
    // The word must still be the same after the ledger was read, or they don't belong together.
    if (PermitWord.isNumber(word, LedgerWord.sequence(ledger) + 1) && word == word()) {
      record(slot, ledger, PermitWord.delta(word));
    }
  }

  private void record(int slot, long ledger, int delta) {
    var _ =
        LONG.compareAndSet(segment, ledgerOffset(slot), ledger, LedgerWord.after(ledger, delta));
  }

  private long ledger(int slot) {
    return (long) LONG.getVolatile(segment, ledgerOffset(slot));
  }

  private long ledgerOffset(int slot) {
    return ledgersOffset + slot * stride;
  }
}
