package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.wait.VirtualWaiter.End;

/**
 * A platform thread that sleeps in the kernel in place of virtual threads, which a sleep would pin
 * to their carriers: on up to 127 words, and on a bell of its own.
 *
 * <p>After each sleep it makes a round. Words that aren't what was expected, and the word that the
 * kernel says was woken, are given up and all their waiters unparked; it sleeps again on the
 * others.
 *
 * <p><b>No change is missed.</b> A waiter is registered before it looks at the word a last time. If
 * the word is new here the bell is rung after that, and the kernel compares each word before it
 * sleeps. If it is slept on already, then with the same expected value: had it changed before the
 * waiter came and been woken, the sleep is over and the round will find it, or the waiter's last
 * look does.
 *
 * <p><b>No wake-up is swallowed.</b> To the kernel a stand-in is one sleeper per word, so the
 * wake-up of one thread may reach it when the virtual thread that it stood for has just left, while
 * a thread of another process sleeps on.
 *
 * <ul>
 *   <li>If somebody waits for the word in the round, all of them are unparked, not one: how many
 *       were to be woken isn't known. They look at the word after the wake-up came, as the kernel's
 *       sleepers would. Those who find nothing wait again.
 *   <li>If nobody does, one wake-up is made in place of the one that was used up. One is enough:
 *       the first takes the stand-in off the kernel's list of the word, so a second never reaches
 *       it.
 *   <li>Several words may have been woken in one sleep and the kernel names one. The others are
 *       known by their values: who changes a word and wakes leaves another value than the expected
 *       one. If the value was changed back since, a kernel's sleeper would find what it had found
 *       before and sleep again; so nobody needs that wake-up.
 *   <li>A sleep that ended by time, by a signal or because a word differed has used up none: the
 *       kernel prefers to tell of a wake-up.
 *   <li>A waiter that leaves when it has been unparked has been woken: like every sleeper it owes
 *       the others a wake-up if it doesn't take what it was woken for. See {@link
 *       WaitStrategy#await}.
 * </ul>
 *
 * <p>The last waiter to leave a word rings the bell, so that a word nobody waits for is slept on
 * for some microseconds only, and its memory isn't kept.
 *
 * <p><b>Closed memory</b> ends the wait for it in the next round. An address that is no longer
 * mapped makes the kernel refuse the whole vector; then the round drops the closed words.
 */
final class StandIn {
  static final int MOST_WORDS = FutexVector.CAPACITY - 1;

  /** Before it tries again if the kernel refuses even the bell. */
  private static final long REFUSED_PAUSE_NANOS = 1_000_000;

  private final Object lock;
  private final long safetyNanos;
  private final Map<WaitedWord.Key, WaitedWord> words = new HashMap<>();
  private final FutexVector vector = new FutexVector();
  private final MemorySegment bell = Arena.ofAuto().allocate(JAVA_INT);
  private final List<VirtualWaiter> ended = new ArrayList<>();
  private final List<WaitedWord> left = new ArrayList<>();
  private boolean bellRung;

  /**
   * Not yet running.
   *
   * @param lock guards everything here, and the words
   */
  StandIn(Object lock, long safetyNanos) {
    this.lock = lock;
    this.safetyNanos = safetyNanos;
  }

  Map<WaitedWord.Key, WaitedWord> words() {
    return words;
  }

  /**
   * With the lock: says that there is something new. Without it, if this is true, {@link
   * #wakeSleep}.
   */
  boolean ring() {
    boolean first = !bellRung;
    if (first) {
      bellRung = true;
      bell.set(JAVA_INT, 0, bell.get(JAVA_INT, 0) + 1);
    }
    return first;
  }

  void wakeSleep() {
    Futex.wakePrivate(bell);
  }

  /** The thread's whole life: ends only by an error, and with it all waits that it stands for. */
  void run() {
    try {
      long result = -Libc.EAGAIN;
      while (true) {
        round(result);
        result = vector.sleep(vector.size() == 1 ? Long.MAX_VALUE : safetyNanos);
      }
    } finally {
      synchronized (lock) {
        words.values().forEach(word -> endWaitsFor(word, End.FAILED));
        words.clear();
      }
      unparkEnded();
    }
  }

  /** What is to be done about each word after a sleep, and before the next. */
  void round(long result) {
    boolean refused = result < 0 && !Futex.isUsual(result);
    synchronized (lock) {
      boolean closed = words.values().stream().anyMatch(WaitedWord::isClosed);
      bellRung = false;
      vector.clear();
      vector.addPrivate(bell, bell.get(JAVA_INT, 0));
      for (Iterator<WaitedWord> i = words.values().iterator(); i.hasNext(); ) {
        if (isOver(i.next(), result, refused && !closed)) {
          i.remove();
        }
      }
    }
    unparkEnded();
    left.forEach(WaitedWord::passOn);
    left.clear();
    if (refused && vector.size() == 1) {
      LockSupport.parkNanos(this, REFUSED_PAUSE_NANOS);
    }
  }

  private boolean isOver(WaitedWord word, long result, boolean failed) {
    boolean due = word.isDue();
    boolean woken = result >= 0 && word.isSleptOn() && (due || word.index == result);
    if (word.waiters.isEmpty()) {
      if (woken) {
        left.add(word);
      }
      return true;
    }
    if (due || woken || failed) {
      endWaitsFor(word, failed ? End.FAILED : End.WOKEN);
      return true;
    }
    word.addTo(vector);
    return false;
  }

  private void endWaitsFor(WaitedWord word, End how) {
    word.waiters.forEach(waiter -> waiter.end(how));
    ended.addAll(word.waiters);
    word.waiters.clear();
  }

  private void unparkEnded() {
    ended.forEach(VirtualWaiter::unpark);
    ended.clear();
  }
}
