package orchestrate.ipc.participant;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import orchestrate.ipc.os.RobustList;
import orchestrate.ipc.wait.Futex;
import orchestrate.ipc.wait.FutexVector;

/**
 * The thread that notices deaths: it sleeps on the liveness words of everybody and on the
 * membership word, and looks at all slots when one changes.
 *
 * <p>Every process has one, so it doesn't matter whose warden is stopped or killed. The kernel
 * wakes only one sleeper per marked word. That one first wakes another, in case it is slow itself,
 * and when all is done the rest; they don't all begin at once, which would keep the processors from
 * those who wait for what comes back. If who was woken is stopped, they look by themselves after
 * 100 ms. Nobody sleeps on its own process's word: it would be there to swallow the wake-up when it
 * dies.
 *
 * <p>A thread can sleep on 127 words besides. Each warden begins with the slot after its own: where
 * there are more participants, each is still watched by the 127 before it, and they wake the rest.
 */
public final class Warden {
  private static final System.Logger LOG = System.getLogger(Warden.class.getName());
  private static final long SAFETY_NANOS = 100_000_000;

  /** Where a death came just before the word could be slept on, or a process is going away. */
  private static final long POLL_NANOS = 5_000_000;

  /** Where the system must be asked about every process. */
  private static final long ASK_NANOS = 50_000_000;

  private final ParticipantTable table;
  private final int ownSlot;
  private final Reaper reaper;
  private final Obituaries obituaries;
  private final List<DeathListener> listeners = new CopyOnWriteArrayList<>();
  private final FutexVector words = new FutexVector();
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * Not yet running; see {@link #start}.
   *
   * @param recovery gives back what a dead participant (slot, generation) holds
   */
  public Warden(Member self, BiConsumer<Integer, Integer> recovery) {
    this.table = self.table();
    this.ownSlot = self.slot();
    this.reaper = new Reaper(table, recovery::accept);
    this.obituaries = new Obituaries(table);
    this.thread = Thread.ofPlatform().daemon().name("orchestrate-warden").unstarted(this::watch);
  }

  public void start() {
    thread.start();
  }

  /**
   * Gives back what those hold who died when nobody was there to see it: all that is to be had is
   * to be had when this returns. To be called before {@link #start}.
   */
  public void clearUp() {
    boolean deaths = false;
    for (int slot = 1; slot <= table.highest(); slot++) {
      if (reaper.look(slot) == Reaper.Finding.DIED) {
        deaths = true;
        wake(table.livenessOffset(slot));
      }
    }
    if (deaths) {
      wake(ParticipantTable.MEMBERSHIP_OFFSET);
    }
  }

  public void add(DeathListener listener) {
    listeners.add(listener);
  }

  /** Ends the thread; a recovery that has begun is finished first. */
  public void stop() {
    stopped = true;
    table.countMembership();
    wake(ParticipantTable.MEMBERSHIP_OFFSET);
    LockSupport.unpark(thread);
    Threads.awaitEnd(thread);
  }

  private void watch() {
    while (!stopped) {
      try {
        int membership = table.membership();
        words.clear();
        words.add(table.segment(), ParticipantTable.MEMBERSHIP_OFFSET, membership);
        long timeout = round();
        if (!stopped && !words.await(timeout)) {
          LockSupport.parkNanos(this, Math.min(timeout, Keeper.ROBUST ? POLL_NANOS : ASK_NANOS));
        }
      } catch (RuntimeException e) {
        if (stopped) {
          return; // a listener closed the session, and with it our memory
        }
        LOG.log(Level.ERROR, "the warden of the session failed and goes on", e);
        LockSupport.parkNanos(this, SAFETY_NANOS);
      }
    }
  }

  /** Looks at every slot. Returns how long to sleep at most. */
  private long round() {
    long timeout = Keeper.ROBUST ? SAFETY_NANOS : ASK_NANOS;
    boolean deaths = false;
    int room = FutexVector.CAPACITY - 1;
    int highest = table.highest();
    for (int i = 0; i < highest; i++) {
      int slot = 1 + (ownSlot + i) % highest;
      if (table.awaitsRecovery(slot)) {
        wake(table.livenessOffset(slot), 1); // another one may be quicker than we
      }
      switch (reaper.look(slot)) {
        case ALIVE -> {
          if (Keeper.ROBUST && slot != ownSlot && room > 0) {
            if (watchWord(slot)) {
              room--;
            } else {
              timeout = POLL_NANOS;
            }
          }
        }
        case DIED -> {
          deaths = true;
          wake(table.livenessOffset(slot));
          timeout = POLL_NANOS;
        }
        case GOING -> timeout = POLL_NANOS;
        case FREE -> {}
      }
      obituaries.look(slot, this::tell);
    }
    if (deaths) {
      wake(ParticipantTable.MEMBERSHIP_OFFSET);
    }
    return timeout;
  }

  private boolean watchWord(int slot) {
    int word = table.liveness(slot);
    boolean alive = (word & RobustList.THREAD_ID_MASK) != 0;
    int waited = word | RobustList.WAITERS;
    return alive
        && (word == waited || table.setLiveness(slot, word, waited))
        && words.add(table.segment(), table.livenessOffset(slot), waited);
  }

  private void tell(Participant dead) {
    for (DeathListener listener : listeners) {
      try {
        listener.onDeath(dead);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a listener failed on the death of " + dead.describe(), e);
      }
    }
  }

  private void wake(long offset) {
    wake(offset, Integer.MAX_VALUE);
  }

  private void wake(long offset, int count) {
    if (Futex.AVAILABLE) {
      Futex.wake(table.segment(), offset, count);
    }
  }
}
