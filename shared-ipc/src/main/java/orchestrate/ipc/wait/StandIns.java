package orchestrate.ipc.wait;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.wait.VirtualWaiter.End;
import org.jspecify.annotations.Nullable;

/**
 * How virtual threads sleep: each parks, which frees its carrier, while a {@link StandIn} sleeps in
 * the kernel for many of them. There are as many stand-ins as the words need, each is started when
 * there is no room left, and stays.
 *
 * <p>Thread-safe.
 */
final class StandIns {
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final Object lock = new Object();
  private final List<StandIn> all = new ArrayList<>();
  private final long safetyNanos;

  /**
   * None yet.
   *
   * @param safetyNanos how long a stand-in sleeps at most before it looks at its words
   */
  StandIns(long safetyNanos) {
    this.safetyNanos = safetyNanos;
  }

  /**
   * Parks while the int at {@code offset} is {@code expected}. For the calling virtual thread.
   *
   * @return whether somebody's wake-up may have been used up
   * @throws IllegalStateException if the memory is closed, or the kernel refuses
   */
  boolean await(MemorySegment segment, long offset, int expected, long timeoutNanos) {
    var waiter = new VirtualWaiter();
    WaitedWord word = enter(waiter, segment, offset, expected);
    try {
      if ((int) INT.getVolatile(segment, offset) == expected) {
        waiter.park(timeoutNanos);
      }
    } finally {
      leave(waiter, word);
    }
    if (waiter.end() == End.FAILED) {
      throw new IllegalStateException(
          "the thread that sleeps in the kernel for virtual threads failed: the kernel refused, or"
              + " see its stack trace; a platform thread can wait without it");
    }
    return waiter.end() == End.WOKEN;
  }

  /** Ends the waits for memory that was closed. */
  void dropClosed() {
    List<StandIn> rung;
    synchronized (lock) {
      rung = all.stream().filter(standIn -> !standIn.words().isEmpty() && standIn.ring()).toList();
    }
    rung.forEach(StandIn::wakeSleep);
  }

  /** How many threads sleep for others. */
  int count() {
    synchronized (lock) {
      return all.size();
    }
  }

  private WaitedWord enter(VirtualWaiter waiter, MemorySegment segment, long offset, int expected) {
    WaitedWord.Key key = WaitedWord.Key.of(segment, offset, expected);
    WaitedWord word;
    boolean wake = false;
    synchronized (lock) {
      word = find(key);
      if (word == null) {
        StandIn standIn = withRoom();
        word = new WaitedWord(key, standIn, segment, offset);
        standIn.words().put(key, word);
        wake = standIn.ring();
      }
      word.waiters.add(waiter);
    }
    if (wake) {
      word.standIn.wakeSleep();
    }
    return word;
  }

  private void leave(VirtualWaiter waiter, WaitedWord word) {
    boolean wake = false;
    synchronized (lock) {
      if (word.waiters.remove(waiter) && word.waiters.isEmpty()) {
        wake = word.standIn.ring();
      }
    }
    if (wake) {
      word.standIn.wakeSleep();
    }
  }

  private @Nullable WaitedWord find(WaitedWord.Key key) {
    for (StandIn standIn : all) {
      WaitedWord word = standIn.words().get(key);
      if (word != null) {
        return word;
      }
    }
    return null;
  }

  private StandIn withRoom() {
    for (StandIn standIn : all) {
      if (standIn.words().size() < StandIn.MOST_WORDS) {
        return standIn;
      }
    }
    StandIn standIn = new StandIn(lock, safetyNanos);
    Daemon.start("orchestrate-stand-in", () -> run(standIn));
    all.add(standIn);
    return standIn;
  }

  private void run(StandIn standIn) {
    try {
      standIn.run();
    } finally {
      synchronized (lock) {
        all.remove(standIn);
      }
    }
  }
}
