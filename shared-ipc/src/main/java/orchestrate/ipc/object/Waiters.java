package orchestrate.ipc.object;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * The threads that wait for an object, each in a place of its own: so that nobody makes a system
 * call to wake no one, the one who has waited longest can be found, and people can be told who
 * waits. What a dead process left here is known by slot and generation and taken away.
 *
 * <pre>
 *    0   8          next ticket 52, places in use 12: those from here on are free
 *    8   4          places that were ever taken: none from here on was
 *   64   32 * 1024  a place: word 8, see WaiterWord; ticket 8; since 8 (nanoTime); thread 8
 * </pre>
 *
 * <p>Two ways to sleep go with it. Where any waiter will do, all sleep on the object's own word. In
 * a queue each sleeps on the word of its place until it is {@linkplain #call called}.
 *
 * <p><b>No wake-up is missed.</b> A waiter takes a place, draws a ticket, which counts the place as
 * in use, and then looks at the object's word. The waker changes that word and then looks here. All
 * that by volatile accesses: one of them sees the other. The number of places in use is taken back
 * to zero only by who read it, then saw all places free, and by compare-and-set finds that no
 * ticket was drawn meanwhile.
 *
 * <p><b>Deaths.</b> A place is taken and freed by one compare-and-set that carries slot and
 * generation: at no moment is it taken and nobody's. Ticket, time and thread are written after, and
 * if death comes between they belong to a place that is freed.
 *
 * <p>Thread-safe. If all places are taken, further threads wait without one, see {@link #enter}.
 */
public final class Waiters {
  /** How many threads can have a place. */
  public static final int PLACES = 1024;

  /** What {@link #enter} returns if all places are taken. */
  public static final int NO_PLACE = -1;

  /** What {@link #highestTag} returns if nobody waits: less than any tag. */
  public static final int NOBODY = -1;

  /** The largest tag. */
  public static final int MAX_TAG = WaiterWord.MAX_TAG;

  private static final long TICKETS = 0;
  private static final long EVER_TAKEN = TICKETS + Long.BYTES;
  private static final long FIRST_PLACE = 64;
  private static final long TICKET = Long.BYTES;
  private static final long SINCE = TICKET + Long.BYTES;
  private static final long THREAD = SINCE + Long.BYTES;
  private static final long PLACE_BYTES = THREAD + Long.BYTES;

  /** The bytes that this takes; fresh memory must be zero. */
  public static final long BYTES = FIRST_PLACE + PLACES * PLACE_BYTES;

  private static final int IN_USE_BITS = 12;
  private static final long IN_USE_MASK = (1L << IN_USE_BITS) - 1;
  private static final long LOW_HALF =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;
  private static final long WITHOUT_PLACE_NANOS = 1_000_000;
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final long offset;
  private final Member member;
  private final WaitStrategy strategy;

  /** The waiters at {@code offset} of an object's memory, as this member sees them. */
  public Waiters(MemorySegment segment, long offset, Member member, WaitStrategy strategy) {
    this.segment = segment;
    this.offset = offset;
    this.member = member;
    this.strategy = strategy;
  }

  /** Whether somebody waits. A single load, if nobody has for a while. */
  public boolean any() {
    return any(0, MAX_TAG);
  }

  /** Whether somebody waits with a tag from {@code lowest} to {@code highest}. */
  public boolean any(int lowest, int highest) {
    long tickets = tickets();
    return inUse(tickets) != 0 && any(tickets, lowest, highest);
  }

  private boolean any(long tickets, int lowest, int highest) {
    boolean free = true;
    for (int place = 0; place < inUse(tickets); place++) {
      long word = word(place);
      if (word != WaiterWord.FREE) {
        free = false;
        if (isTagged(word, lowest, highest)) {
          return true;
        }
      }
    }
    if (free) {
      forgetPlaces(tickets);
    }
    return false;
  }

  /** The highest tag that somebody waits with, {@link #NOBODY} if nobody waits. One scan. */
  public int highestTag() {
    long tickets = tickets();
    int highest = NOBODY;
    for (int place = 0; place < inUse(tickets); place++) {
      long word = word(place);
      if (word != WaiterWord.FREE) {
        highest = Math.max(highest, WaiterWord.tag(word));
      }
    }
    if (highest == NOBODY && inUse(tickets) != 0) {
      forgetPlaces(tickets);
    }
    return highest;
  }

  /** No place is in use, if that is still the word: all were seen free after it was read. */
  private void forgetPlaces(long tickets) {
    LONG.compareAndSet(segment, offset + TICKETS, tickets, tickets & ~IN_USE_MASK);
  }

  /**
   * Takes a place for the calling thread. After that it looks at the object; when it needn't wait
   * any more, for whatever reason, it leaves the place by {@link #exit}.
   *
   * @param tag what it waits for: up to {@link #MAX_TAG}
   * @return the place, or {@link #NO_PLACE}: then it will not be woken, and the waits below are
   *     short, so that it looks by itself
   */
  public int enter(int tag) {
    long word = WaiterWord.of(member.generation(), member.slot(), tag, WaiterWord.JOINING);
    for (int place = 0; place < PLACES; place++) {
      if (word(place) == WaiterWord.FREE && take(place, word)) {
        LONG.setOpaque(segment, at(place) + SINCE, System.nanoTime());
        LONG.setOpaque(segment, at(place) + THREAD, Thread.currentThread().threadId());
        LONG.setOpaque(segment, at(place) + TICKET, drawTicket(place));
        // Fails only if we are being recovered: then it isn't our place any more.
        setWord(place, word, WaiterWord.withState(word, WaiterWord.WAITING));
        return place;
      }
    }
    return NO_PLACE;
  }

  private boolean take(int place, long word) {
    int ever = everTaken();
    while (place >= ever && !INT.compareAndSet(segment, offset + EVER_TAKEN, ever, place + 1)) {
      ever = everTaken();
    }
    return setWord(place, WaiterWord.FREE, word);
  }

  /** Leaves a place that the calling thread has; does nothing without one. */
  public void exit(int place) {
    if (place == NO_PLACE) {
      return;
    }
    long word;
    do {
      word = word(place);
    } while (isOurs(word) && !setWord(place, word, WaiterWord.FREE));
  }

  /**
   * Sleeps while the object's word at {@code wordOffset} is {@code expected}; may return early.
   *
   * @throws InterruptedException if an interrupt ends the patience
   */
  public void await(int place, long wordOffset, int expected, Patience patience)
      throws InterruptedException {
    try {
      strategy.await(segment, wordOffset, expected, limited(place, patience.deadline()));
    } catch (InterruptedException e) {
      patience.interrupted(e);
    }
  }

  /**
   * Sleeps until the place is called; may return early.
   *
   * @throws InterruptedException if an interrupt ends the patience; a call that came is still there
   */
  public void awaitCall(int place, Patience patience) throws InterruptedException {
    try {
      if (place == NO_PLACE) {
        Thread.sleep(Duration.ofNanos(limitedNanos(patience.deadline())));
      } else {
        long word = word(place);
        if (WaiterWord.state(word) == WaiterWord.WAITING) {
          strategy.await(segment, at(place) + LOW_HALF, (int) word, patience.deadline());
        }
      }
    } catch (InterruptedException e) {
      patience.interrupted(e);
    }
  }

  /** Tells who has the place to look; false if nobody waits there uncalled. */
  public boolean call(int place) {
    long word = word(place);
    if (WaiterWord.state(word) != WaiterWord.WAITING
        || !setWord(place, word, WaiterWord.withState(word, WaiterWord.CALLED))) {
      return false;
    }
    wake(place);
    return true;
  }

  /** Calls the one who has waited longest uncalled with that tag; false if there is none. */
  public boolean callFirst(int tag) {
    while (true) {
      int place = firstUncalled(tag);
      if (place == NO_PLACE) {
        return false;
      }
      if (call(place)) {
        return true;
      }
    }
  }

  /** Calls all who wait uncalled with a tag from {@code lowest} to {@code highest}. */
  public void callAll(int lowest, int highest) {
    long tickets = tickets();
    for (int place = 0; place < inUse(tickets); place++) {
      if (isUncalled(word(place), lowest, highest)) {
        call(place);
      }
    }
  }

  /**
   * Calls the one who has waited longest of all, if its tag isn't higher; does nothing if it is
   * called already.
   */
  public void callHead(int highest) {
    int head = head();
    while (head != NO_PLACE && isUncalled(word(head), 0, highest) && !call(head)) {
      head = head(); // it left meanwhile
    }
  }

  /** Whether no one has waited longer. */
  public boolean isHead(int place) {
    return place != NO_PLACE && head() == place;
  }

  public boolean isCalled(int place) {
    return place != NO_PLACE && isOurs(word(place), WaiterWord.CALLED);
  }

  /** Takes a call and waits on; false if there was none. */
  public boolean takeCall(int place) {
    if (place == NO_PLACE) {
      return false;
    }
    long word = word(place);
    return isOurs(word, WaiterWord.CALLED)
        && setWord(place, word, WaiterWord.withState(word, WaiterWord.WAITING));
  }

  /** Leaves the place if it hasn't been called; else keeps it and returns false. */
  public boolean exitUncalled(int place) {
    if (place == NO_PLACE) {
      return true;
    }
    long word = word(place);
    return isOurs(word, WaiterWord.WAITING) && setWord(place, word, WaiterWord.FREE);
  }

  /** Frees the places of a participant that died or is leaving. All must look again after that. */
  public void recover(int slot, int generation) {
    recover(slot, generation, false);
  }

  /** Like {@link #recover}; a call that it can't answer goes to the first with the same tag. */
  public void recoverAndPassOn(int slot, int generation) {
    recover(slot, generation, true);
  }

  private void recover(int slot, int generation, boolean passOn) {
    int ever = everTaken();
    for (int place = 0; place < ever; place++) {
      long word = word(place);
      while (WaiterWord.isOf(word, slot, generation)) {
        if (passOn && WaiterWord.state(word) == WaiterWord.CALLED) {
          callFirst(WaiterWord.tag(word)); // before nobody knows of it any more
        }
        setWord(place, word, WaiterWord.FREE);
        word = word(place);
      }
    }
  }

  /** Wakes all who were called: whoever called them may have died before it woke them. */
  public void wakeCalled() {
    long tickets = tickets();
    for (int place = 0; place < inUse(tickets); place++) {
      if (WaiterWord.state(word(place)) == WaiterWord.CALLED) {
        wake(place);
      }
    }
  }

  /** Who waits, the longest wait first. */
  public List<Waiter> list() {
    record Ticketed(long ticket, Waiter waiter) {}

    long now = System.nanoTime();
    List<Ticketed> found = new ArrayList<>();
    int ever = everTaken();
    for (int place = 0; place < ever; place++) {
      long word = word(place);
      if (WaiterWord.state(word) > WaiterWord.JOINING) {
        Waiter waiter =
            new Waiter(
                member.table().describe(WaiterWord.slot(word)),
                (long) LONG.getOpaque(segment, at(place) + THREAD),
                Duration.ofNanos(now - (long) LONG.getOpaque(segment, at(place) + SINCE)),
                WaiterWord.tag(word));
        found.add(new Ticketed(ticket(place), waiter));
      }
    }
    return found.stream()
        .sorted(Comparator.comparingLong(Ticketed::ticket))
        .map(Ticketed::waiter)
        .toList();
  }

  /**
   * A place that was taken from us, since we are dying or leaving, may be another's by now: that
   * one's calls are not for us.
   */
  private boolean isOurs(long word) {
    return WaiterWord.isOf(word, member.slot(), member.generation());
  }

  private boolean isOurs(long word, int state) {
    return isOurs(word) && WaiterWord.state(word) == state;
  }

  private static boolean isUncalled(long word, int lowest, int highest) {
    return WaiterWord.state(word) == WaiterWord.WAITING && isTagged(word, lowest, highest);
  }

  private static boolean isTagged(long word, int lowest, int highest) {
    int tag = WaiterWord.tag(word);
    return lowest <= tag && tag <= highest;
  }

  private int head() {
    int head = NO_PLACE;
    int used = inUse(tickets());
    for (int place = 0; place < used; place++) {
      if (WaiterWord.state(word(place)) > WaiterWord.JOINING) {
        head = earlier(head, place);
      }
    }
    return head;
  }

  private int firstUncalled(int tag) {
    int first = NO_PLACE;
    int used = inUse(tickets());
    for (int place = 0; place < used; place++) {
      if (isUncalled(word(place), tag, tag)) {
        first = earlier(first, place);
      }
    }
    return first;
  }

  /** Which of two, of which the first may be none, has waited longer. */
  private int earlier(int one, int other) {
    return one != NO_PLACE && ticket(one) < ticket(other) ? one : other;
  }

  /** Draws the next ticket, and counts the place as in use. */
  private long drawTicket(int place) {
    long old;
    long next;
    do {
      old = tickets();
      next = (((old >>> IN_USE_BITS) + 1) << IN_USE_BITS) | Math.max(inUse(old), place + 1);
    } while (!LONG.compareAndSet(segment, offset + TICKETS, old, next));
    return old >>> IN_USE_BITS;
  }

  private void wake(int place) {
    strategy.wake(segment, at(place) + LOW_HALF, Integer.MAX_VALUE);
  }

  private static Deadline limited(int place, Deadline deadline) {
    return place == NO_PLACE ? Deadline.after(Duration.ofNanos(limitedNanos(deadline))) : deadline;
  }

  private static long limitedNanos(Deadline deadline) {
    return Math.clamp(deadline.remainingNanos(), 0, WITHOUT_PLACE_NANOS);
  }

  private long tickets() {
    return (long) LONG.getVolatile(segment, offset + TICKETS);
  }

  private int everTaken() {
    return (int) INT.getVolatile(segment, offset + EVER_TAKEN);
  }

  private static int inUse(long tickets) {
    return (int) (tickets & IN_USE_MASK);
  }

  private long ticket(int place) {
    return (long) LONG.getOpaque(segment, at(place) + TICKET);
  }

  private long word(int place) {
    return (long) LONG.getVolatile(segment, at(place));
  }

  private boolean setWord(int place, long old, long word) {
    return LONG.compareAndSet(segment, at(place), old, word);
  }

  private long at(int place) {
    return offset + FIRST_PLACE + place * PLACE_BYTES;
  }
}
