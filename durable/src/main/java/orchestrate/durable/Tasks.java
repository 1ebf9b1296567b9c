package orchestrate.durable;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;

/**
 * The position of a consumer whose elements are to be dealt with, not only taken. Its {@link Place}
 * is then the oldest element that isn't done, so that whoever looks at places (pruning, capacity,
 * the next session) keeps what may have to be handed out again; what of the elements from there on
 * is taken or done stands in a {@link TaskFile}.
 *
 * <p>An element goes from free to taken to done, and from taken by a dead process to taken by
 * another, each by one compare-and-set of its word. The place goes past elements that are done,
 * moved by anybody, one compare-and-set each. So one that is killed leaves nothing half done: what
 * it should have moved, the next one that is done or joins moves; what it has taken is free for
 * whoever sees that it is dead. A thread of a dying process that is a little late finds the word to
 * be another's, and changes nothing.
 *
 * <p>Which elements to take is looked up from where we stopped last, and from the place on when
 * somebody has died or given elements back.
 *
 * <p>Thread-safe.
 */
final class Tasks implements Position, AutoCloseable {
  private static final long NONE = Long.MAX_VALUE;

  private final ControlFile control;
  private final Place place;
  private final TaskFile file;
  private final Signals signals;
  private final Session session;
  private final long self;
  private final Map<Long, Boolean> alive = new HashMap<>();
  private final Map<Thread, Queue<Long>> taken = new HashMap<>();
  private int out; // how many numbers there are in taken
  private int vouched; // for how many of them another thread than the taker said that it is done
  private long next;
  private int returned;

  Tasks(ControlFile control, Place place, TaskFile file, Signals signals, Session session) {
    this.control = control;
    this.place = place;
    this.file = file;
    this.signals = signals;
    this.session = session;
    this.self = ownerOf(session.self());
  }

  @Override
  public synchronized long number() {
    long oldest = place.number();
    int now = file.returned();
    if (now != returned) {
      returned = now;
      next = oldest;
    }
    long end = Math.min(control.written(), oldest + TaskFile.WINDOW);
    next = Math.max(next, oldest);
    while (next < end && !isFree(next)) {
      next++;
    }
    return next < end ? next : NONE;
  }

  @Override
  public boolean isAtEnd() {
    return number() == NONE;
  }

  @Override
  public synchronized boolean move(long number) {
    long word = file.word(number);
    if (!isFree(word, number) || !file.take(number, word, self)) {
      return false;
    }
    taken.computeIfAbsent(Thread.currentThread(), _ -> new ArrayDeque<>()).add(number);
    out++;
    return true;
  }

  @Override
  public synchronized void skip(long number) {
    long word = file.word(number);
    if (isFree(word, number)) {
      file.skip(number, word);
      advance();
    }
  }

  @Override
  public synchronized void moveToEnd() {
    long end = control.written();
    for (long number = number(); number < end; number = number()) {
      skip(number);
    }
  }

  @Override
  public synchronized long left() {
    long oldest = place.number();
    long written = control.written();
    long end = Math.min(written, oldest + TaskFile.WINDOW);
    long left = written - end;
    for (long number = oldest; number < end; number++) {
      left += isFree(number) ? 1 : 0;
    }
    return left;
  }

  @Override
  public synchronized boolean shows(long number) {
    long oldest = place.number();
    return number >= oldest + TaskFile.WINDOW || (number >= oldest && isFree(number));
  }

  /**
   * Done is what the calling thread took first. If it took nothing, it speaks for another one, and
   * nobody knows of which element: those count as done when as many were spoken for as are out.
   *
   * @throws IllegalStateException if nothing is out
   */
  synchronized void done() {
    Queue<Long> ours = taken.get(Thread.currentThread());
    if (ours != null) {
      finish(ours.remove());
      if (ours.isEmpty()) {
        taken.remove(Thread.currentThread());
      }
    } else if (out == 0) {
      throw new IllegalStateException("taskDone() more often than elements were taken");
    } else {
      vouched++;
    }
    if (vouched == out) {
      taken.values().forEach(each -> each.forEach(this::finish));
      taken.clear();
      vouched = 0;
    }
    advance();
  }

  /** Whether there was a moment at which everything that was put was done. */
  boolean isAllDone() {
    advance(); // one may have died before it did
    return place.isAtEnd();
  }

  /** What that one has taken is to be taken again. */
  synchronized void onDeath(Participant dead) {
    alive.put(ownerOf(dead), false);
    next = 0;
  }

  /** Gives back what isn't done. */
  @Override
  public synchronized void close() {
    taken.values().forEach(each -> each.forEach(number -> file.release(number, self)));
    taken.clear();
    file.countReturn();
    signals.elements().raise();
    file.close();
  }

  private void finish(long number) {
    file.finish(number, self);
    out--;
  }

  private void advance() {
    long from = place.number();
    long oldest = from;
    while (file.isDone(oldest)) {
      place.move(oldest);
      oldest = place.number();
    }
    if (oldest == from) {
      return;
    }
    signals.room().raise();
    if (oldest >= control.written()) {
      signals.done().raise();
    } else if (from + TaskFile.WINDOW < control.written()) {
      signals.elements().raise(); // there were some that nobody might take
    }
  }

  private boolean isFree(long number) {
    return isFree(file.word(number), number);
  }

  private boolean isFree(long word, long number) {
    if (TaskFile.isFree(word, number)) {
      return true;
    }
    long owner = TaskFile.owner(word);
    return owner != 0 && owner != self && !alive.computeIfAbsent(owner, this::isAlive);
  }

  private boolean isAlive(long owner) {
    return session.participants().stream().anyMatch(each -> each.alive() && ownerOf(each) == owner);
  }

  private static long ownerOf(Participant participant) {
    return (long) participant.slot() << 32 | Integer.toUnsignedLong(participant.generation());
  }
}
