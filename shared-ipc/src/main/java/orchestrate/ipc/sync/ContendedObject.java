package orchestrate.ipc.sync;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.Need;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * An object with a number of permits that threads take, wait for and give back. This class waits
 * and wakes; what is taken, by whom and how is told by a word of its subclass.
 *
 * <p>In an <b>unfair</b> object all sleep on the word, and whoever is awake takes what there is. In
 * a <b>fair</b> one each sleeps in its place in the queue. Only the head of the queue takes: it is
 * called when there is enough for it, and on leaving calls the next.
 *
 * <p><b>No wake-up is missed.</b> Who waits takes its place and then looks at the word. Who gives
 * changes the word and then looks whether anybody has a place. Who was woken, or is the head, and
 * leaves without having taken passes the wake-up on. If it dies instead, {@link #wakeAll()}
 * follows.
 */
@SuppressWarnings("serial") // passed by name
abstract class ContendedObject extends SharedObject {
  private static final long LOW_HALF =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;

  protected final boolean fair;
  protected final Waiters waiters;
  private final long futexOffset;

  /**
   * @param bytes how large such a file is
   * @param wordOffset of the word that tells what is there
   * @param waitersOffset of the {@link Waiters}
   */
  ContendedObject(
      String name,
      MappedRegion region,
      long bytes,
      Member member,
      WaitStrategy strategy,
      boolean fair,
      long wordOffset,
      long waitersOffset) {
    super(name, region, bytes, member, strategy);
    this.fair = fair;
    this.futexOffset = wordOffset + LOW_HALF;
    this.waiters = new Waiters(segment, waitersOffset, member, strategy);
  }

  /** By a volatile access. While its low half is the same, so is what is available. */
  abstract long word();

  /** How many permits are there, if that is the word. */
  abstract int available(long word);

  /** Takes {@code n} permits for the calling thread, if there are so many. */
  abstract boolean take(int n);

  /** Whether those who wait are served in the order in which they came. */
  public final boolean isFair() {
    return fair;
  }

  /** Whether threads wait, in any process. */
  public final boolean hasQueuedThreads() {
    return waiters.any();
  }

  /** How many threads wait, in all processes. */
  public final int getQueueLength() {
    return waiting().size();
  }

  @Override
  public final List<Waiter> waiting() {
    return waiters.list();
  }

  /** In a fair one, those who came first are served first. */
  @Override
  public Optional<Need> need(List<Waiter> waiting, Waiter waiter) {
    int wanted = waiter.tag();
    for (int i = 0; fair && !waiting.get(i).equals(waiter); i++) {
      wanted = Math.max(wanted, waiting.get(i).tag());
    }
    return Optional.of(new Need(wanted - available(word()), permitsHeld()));
  }

  /** Who holds how many permits, where that is not what {@link #holders} tells people. */
  Map<Participant, Integer> permitsHeld() {
    return holders();
  }

  @Override
  public void wakeAll() {
    if (fair) {
      waiters.callHead(Waiters.MAX_TAG);
      waiters.wakeCalled();
    } else if (waiters.any()) {
      strategy.wake(segment, futexOffset, Integer.MAX_VALUE);
    }
  }

  /** The way of those who find permits and, if it is fair, nobody before them. */
  final boolean takeAtOnce(int n) {
    try {
      return !(fair && waiters.any()) && take(n);
    } catch (IllegalStateException e) {
      throw explained(e);
    }
  }

  /** Waits for {@code n} permits and takes them; false if the patience ended before. */
  final boolean takeWithin(Patience patience, int n) throws InterruptedException {
    try {
      return spin(n) || (fair ? queueUp(n, patience) : contend(n, patience));
    } catch (IllegalStateException e) {
      throw explained(e);
    }
  }

  /** Waits for {@code n} permits as long as it takes, also when interrupted, and takes them. */
  final void takeUninterruptibly(int n) {
    try (Patience patience = Patience.uninterruptible()) {
      takeWithin(patience, n);
    } catch (InterruptedException e) {
      throw new AssertionError("an interrupt doesn't end this wait", e);
    }
  }

  /** Wakes those for whom there is something, after {@code n} permits were given back. */
  final void wake(int n) {
    if (fair) {
      callHead();
      return;
    }
    int wanted = waiters.highestTag();
    if (wanted != Waiters.NOBODY) {
      // The kernel may wake first who wants more than there is: then the others must look, too.
      strategy.wake(segment, futexOffset, wanted > 1 ? Integer.MAX_VALUE : n);
    }
  }

  /** What happened, if what happened is that the memory was unmapped under our feet. */
  final IllegalStateException explained(IllegalStateException e) {
    return region().isOpen()
        ? e
        : new IllegalStateException(
            "'%s' can't be used any more: its session was closed, and what this process held of it"
                    .formatted(name())
                + " was given back",
            e);
  }

  private boolean spin(int n) {
    long seen = word();
    return available(seen) < n && strategy.spin(segment, futexOffset, (int) seen) && takeAtOnce(n);
  }

  private boolean contend(int n, Patience patience) throws InterruptedException {
    int place = waiters.enter(n);
    boolean taken = false;
    try {
      while (true) {
        long word = word();
        if (available(word) >= n) {
          taken = take(n);
          if (taken) {
            return true;
          }
        } else if (patience.isOver()) {
          return false;
        } else {
          waiters.await(place, futexOffset, (int) word, patience);
        }
      }
    } finally {
      waiters.exit(place);
      if (!taken && available(word()) > 0) {
        wake(1); // we may have been woken for a permit that we now leave to others
      }
    }
  }

  private boolean queueUp(int n, Patience patience) throws InterruptedException {
    int place = waiters.enter(n);
    try {
      while (true) {
        waiters.takeCall(place); // before we look: a later call means to look again
        if (waiters.isHead(place) && take(n)) {
          return true;
        }
        if (patience.isOver()) {
          return false;
        }
        waiters.awaitCall(place, patience);
        if (place == Waiters.NO_PLACE) {
          place = waiters.enter(n);
        }
      }
    } finally {
      waiters.exit(place);
      callHead();
    }
  }

  /**
   * Calls the head if there is enough for it: one that wants none has waited for those before it
   * only. Who gives more after that calls again.
   */
  private void callHead() {
    if (waiters.any()) {
      waiters.callHead(available(word()));
    }
  }
}
