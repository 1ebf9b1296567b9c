package orchestrate.ipc.participant;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import orchestrate.ipc.os.Promptness;
import orchestrate.ipc.wait.Futex;
import orchestrate.ipc.wait.FutexVector;

/**
 * The thread that notices deaths: it sleeps on the liveness words of all slots and gives back what
 * the dead hold.
 *
 * <p>Every process has one, so it doesn't matter whose warden is stopped or killed. The kernel
 * wakes only one sleeper per marked word. That one first wakes another, in case it is slow itself.
 * When all is done, those are woken who have a listener to tell; the rest sleep on, for they would
 * only keep the processors from who waits for what has come back. If who was woken is stopped,
 * others look by themselves after 100 ms. Nobody sleeps on its own process's word: it would be
 * there to swallow the wake-up when it dies.
 */
public final class Warden {
  /** Where a death came just before the word could be slept on, or a process is going away. */
  private static final long POLL_NANOS = 5_000_000;

  /** Where the system must be asked about every process. */
  private static final long ASK_NANOS = 50_000_000;

  private static final long PAUSE_NANOS = 100_000_000;

  private final ParticipantTable table;
  private final Lookout lookout;
  private final Reaper reaper;
  private final Obituaries obituaries;
  private final List<DeathListener> listeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean stopped;

  /**
   * Not yet running; see {@link #start}.
   *
   * @param recovery gives back what a dead participant (slot, generation) holds
   */
  public Warden(Member self, BiConsumer<Integer, Integer> recovery) {
    this.table = self.table();
    this.lookout = new Lookout(table, self.slot());
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
      deaths |= reaper.look(slot) == Reaper.Finding.DIED;
    }
    if (deaths) {
      wakeThoseWhoListen();
    }
  }

  public void add(DeathListener listener) {
    listeners.add(listener);
    call();
  }

  /** Ends the thread; a recovery that has begun is finished first. */
  public void stop() {
    stopped = true;
    call();
    Threads.awaitEnd(thread);
  }

  /** Has the thread look around now. */
  private void call() {
    lookout.ring();
    LockSupport.unpark(thread);
  }

  private void watch() {
    Promptness.ask();
    while (!stopped) {
      try {
        boolean settled = lookAround();
        if (!stopped) {
          sleep(settled);
        }
      } catch (RuntimeException e) {
        if (stopped) {
          return; // a listener closed the session, and with it our memory
        }
        log("the warden of the session failed and goes on", e);
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  /** Looks closer where something has happened; false if something remains to be done. */
  private boolean lookAround() {
    boolean settled = true;
    int slots = lookout.begin(!listeners.isEmpty());
    for (int i = 0; i < slots; i++) {
      if (!Keeper.ROBUST || !lookout.isAsSettled(i)) {
        lookout.note(i);
        switch (attend(lookout.slot(i))) {
          case ALIVE, FREE -> {}
          case DIED, GOING -> {
            lookout.unsettle(i);
            settled = false;
          }
        }
      }
    }
    return settled;
  }

  /** Looks at a slot, does what is to be done about it, and tells of it. */
  private Reaper.Finding attend(int slot) {
    if (table.awaitsRecovery(slot) && table.mayCallSecond(slot)) {
      wake(table.livenessOffset(slot), 1); // it may be quicker than we
    }
    Reaper.Finding found = reaper.look(slot);
    if (found == Reaper.Finding.DIED) {
      wakeThoseWhoListen();
    }
    obituaries.look(slot, this::tell);
    return found;
  }

  private void sleep(boolean settled) {
    if (!FutexVector.SUPPORTED) {
      LockSupport.parkNanos(this, settled && !Keeper.ROBUST ? ASK_NANOS : POLL_NANOS);
      return;
    }
    int slot = lookout.sleep(settled ? Long.MAX_VALUE : POLL_NANOS);
    if (slot != Lookout.NOWHERE && !stopped) {
      attend(slot); // before all else
    }
  }

  private void tell(Participant dead) {
    for (DeathListener listener : listeners) {
      try {
        listener.onDeath(dead);
      } catch (RuntimeException e) {
        log("a listener failed on the death of " + dead.describe(), e);
      }
    }
  }

  /** To find a logger reads all jars: not before there is something to log. */
  private static void log(String what, RuntimeException e) {
    System.getLogger(Warden.class.getName()).log(Level.ERROR, what, e);
  }

  private void wakeThoseWhoListen() {
    wake(ParticipantTable.DEPARTURES_OFFSET, Integer.MAX_VALUE);
  }

  private void wake(long offset, int count) {
    if (Futex.AVAILABLE) {
      Futex.wake(table.segment(), offset, count);
    }
  }
}
