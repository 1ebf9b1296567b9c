package orchestrate.ipc.sync;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.Need;
import orchestrate.ipc.object.Patience;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.sync.BarrierWord.Reason;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A point that a number of threads, of any processes, reach together: {@link
 * java.util.concurrent.CyclicBarrier} across processes.
 *
 * <pre>{@code
 * SharedBarrier phase = session.barrier("phase", 4);
 * phase.register();       // from here on my death breaks the barrier for the others
 * compute();
 * phase.await();
 * }</pre>
 *
 * <p>A generation breaks for everybody if one who waits is interrupted or waits too long, or if one
 * who registered or arrived dies, leaves the session or {@link #withdraw() withdraws} before the
 * generation has ended. It stays broken, and says why, until {@link #reset()}. The death of a
 * process that neither registered nor arrived in this generation can't be known to matter: give
 * such waits a limit.
 *
 * <p>A barrier can have an <b>action</b>, see {@link #setAction}: the last to arrive runs it, in
 * its own process, before anybody is released. If the action fails, its exception goes to that
 * thread, and the generation breaks for the others. So it does if that process dies in the action,
 * and for that thread too if another that waits is interrupted, waits too long or dies meanwhile: a
 * wait lasts no longer than it is allowed to, whatever the action does. (This is where a {@code
 * CyclicBarrier} differs: its threads can't give up while the action runs.)
 *
 * <p>Thread-safe. What a thread did before arriving happens-before the action, and that
 * happens-before what the others do after. At most 65,535 parties. An arrival and a wait that
 * needn't sleep allocate nothing and make no system call, except to wake others who sleep.
 *
 * <pre>
 *    64   8         word {arrivals, reason, slot, generation, broken}, see BarrierWord
 *   128   4 * 64    generations that were reset: n at place n mod 64
 *   384   4 * 1024  per slot: generation registered for
 *  4480   32832     who waits, see Waiters
 * </pre>
 *
 * <p>Every step is one compare-and-set of the word. A registration names the generation it is for
 * and is written before the arrival, so a death at any moment breaks exactly that generation, and a
 * registration that is out of date does nothing.
 *
 * <p>A reset takes two steps: the generation breaks, by a reason that says so; and after it is
 * noted as one that was reset, for those who wake up late, the next begins. Whoever finds it
 * between the two does the second, so a reset is never seen half done, and never stays so. A thread
 * that sleeps through 64 generations, one of which was reset, can be told that it was its own.
 */
@SuppressWarnings("serial") // passed by name
public final class SharedBarrier extends SharedObject {
  private static final int RESETS = 64;

  private static final long WORD_OFFSET = Header.BYTES;
  private static final long RESETS_OFFSET = 2 * Header.BYTES;
  private static final long REGISTERED_OFFSET = RESETS_OFFSET + RESETS * Integer.BYTES;
  private static final long WAITERS_OFFSET =
      REGISTERED_OFFSET + ParticipantTable.SLOTS * Integer.BYTES;
  private static final long BYTES = WAITERS_OFFSET + Waiters.BYTES;
  private static final long FUTEX_OFFSET =
      WORD_OFFSET + (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES);
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final int parties;
  private final GenerationMarks registered;
  private final GenerationMarks resets;
  private final Waiters waiters;
  private volatile @Nullable Runnable action;

  /** For the session. */
  public SharedBarrier(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    super(name, region, BYTES, member, strategy);
    this.parties = (int) header.parameters();
    this.registered = new GenerationMarks(segment, WORD_OFFSET, REGISTERED_OFFSET);
    this.resets = new GenerationMarks(segment, WORD_OFFSET, RESETS_OFFSET);
    this.waiters = new Waiters(segment, WAITERS_OFFSET, member, strategy);
  }

  /** Makes the file; for the session. */
  public static MappedRegion make(Path file, Header header) throws IOException {
    if (header.parameters() < 1 || header.parameters() > BarrierWord.MAX_PARTIES) {
      throw new IllegalArgumentException(
          "a barrier has 1 to %d parties, not %d"
              .formatted(BarrierWord.MAX_PARTIES, header.parameters()));
    }
    return MappedRegion.publish(
        file, BYTES, header, s -> s.set(JAVA_LONG, WORD_OFFSET, BarrierWord.first()));
  }

  /**
   * From now on, if a thread of this process is the last to arrive, it runs this before anybody is
   * released. Each process has its own action, or none: then nothing is run if it comes last.
   *
   * @param action must not wait at this barrier; it may be cut short by a death, so what it does
   *     for others they can trust only when they have been released
   */
  public void setAction(Runnable action) {
    this.action = action;
  }

  /**
   * Arrives, and waits for the others as long as it takes.
   *
   * @return how many were still to come: {@code parties - 1} for the first, 0 for the last
   * @throws BrokenBarrierException if the generation is or gets broken; says by whom and why
   */
  public int await() throws InterruptedException, BrokenBarrierException {
    try {
      return awaitBefore(Deadline.never());
    } catch (TimeoutException e) {
      throw new AssertionError("never comes", e);
    }
  }

  /**
   * Arrives, and waits for the others.
   *
   * @return how many were still to come: {@code parties - 1} for the first, 0 for the last
   * @throws TimeoutException if they didn't come in time; that broke the generation for all
   * @throws BrokenBarrierException if the generation is or gets broken; says by whom and why
   */
  public int await(long timeout, TimeUnit unit)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return await(Duration.of(timeout, unit.toChronoUnit()));
  }

  /** As {@link #await(long, TimeUnit)}. */
  public int await(Duration allowed)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return awaitBefore(Deadline.after(allowed));
  }

  /**
   * Says that this process will arrive in the current generation: if it dies or {@link #withdraw
   * withdraws} before everybody has, that generation breaks.
   */
  public void register() {
    int generation;
    do {
      generation = BarrierWord.generation(settled());
      registered.mark(member.slot(), generation);
      // If the generation ended meanwhile, then it ended without us: we mean the next one.
    } while (BarrierWord.generation(settled()) != generation);
  }

  /** Takes back {@link #register()} or an arrival: breaks the generation. Else does nothing. */
  public void withdraw() {
    breakGeneration(registered.get(member.slot()), Reason.WITHDREW);
  }

  public boolean isBroken() {
    return BarrierWord.isBroken(settled());
  }

  /** Breaks the current generation for all who wait, and begins a new one. */
  public void reset() {
    int generation = BarrierWord.generation(settled());
    breakGeneration(generation, Reason.RESET);
    long word = word();
    if (BarrierWord.generation(word) == generation) {
      beginNext(word);
    }
  }

  public int getParties() {
    return parties;
  }

  /** How many have arrived and wait, with the one who runs the action; 0 if it is broken. */
  public int getNumberWaiting() {
    long word = settled();
    return BarrierWord.isBroken(word) ? 0 : BarrierWord.arrivals(word);
  }

  @Override
  public void recover(int slot, int generation) {
    if (mayRecover(slot, generation)) {
      waiters.recover(slot, generation);
    }
    int registeredFor = registered.get(slot);
    while (true) {
      long word = settled();
      if (BarrierWord.generation(word) != registeredFor
          || BarrierWord.isBroken(word)
          || !mayRecover(slot, generation)) {
        return;
      }
      if (breakFrom(word, reasonOfEnd(word, slot, generation), slot)) {
        return;
      }
    }
  }

  private Reason reasonOfEnd(long word, int slot, int generation) {
    if (member.table().isAlive(slot, generation)) {
      return Reason.LEFT;
    }
    return BarrierWord.slot(word) == slot ? Reason.DIED_IN_ACTION : Reason.DIED;
  }

  @Override
  public void wakeAll() {
    if (waiters.any()) {
      strategy.wake(segment, FUTEX_OFFSET, Integer.MAX_VALUE);
    }
  }

  @Override
  public List<Waiter> waiting() {
    return waiters.list();
  }

  /** Those who have registered and not arrived; others may come whom nobody knows of. */
  @Override
  public Optional<Need> need(List<Waiter> waiting, Waiter waiter) {
    int generation = BarrierWord.generation(word());
    Map<Participant, Integer> missing = new LinkedHashMap<>();
    for (int slot = 1; slot < ParticipantTable.SLOTS; slot++) {
      int candidate = slot;
      if (registered.get(slot) == generation
          && waiting.stream().noneMatch(other -> other.participant().slot() == candidate)) {
        missing.put(member.table().describe(slot), 1);
      }
    }
    return missing.isEmpty() ? Optional.empty() : Optional.of(new Need(missing.size(), missing));
  }

  @Override
  public String toString() {
    long word = settled();
    String state =
        BarrierWord.isBroken(word)
            ? "broken: " + why(word)
            : "%d of %d parties arrived%s"
                .formatted(BarrierWord.arrivals(word), parties, whoRegistered(word));
    return "barrier '%s' (%s)".formatted(name(), state);
  }

  private int awaitBefore(Deadline deadline)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    while (true) {
      long word = settled();
      int generation = BarrierWord.generation(word);
      if (BarrierWord.isBroken(word)) {
        throw brokenBy(word);
      }
      if (Thread.currentThread().isInterrupted()) {
        if (breakGeneration(generation, Reason.INTERRUPTED) && Thread.interrupted()) {
          throw new InterruptedException();
        }
        continue;
      }
      int toCome = parties - 1 - BarrierWord.arrivals(word);
      if (toCome < 0) {
        awaitEndOf(generation, deadline); // all are there: we are one too many, and mean the next
        continue;
      }
      registered.mark(member.slot(), generation);
      if (toCome == 0 ? endGeneration(word) : set(word, BarrierWord.arrived(word))) {
        if (toCome > 0) {
          awaitEndOf(generation, deadline);
        }
        return toCome;
      }
    }
  }

  /** As the last to arrive; false if the word has changed. */
  private boolean endGeneration(long word) throws BrokenBarrierException {
    Runnable toRun = action;
    if (toRun != null) {
      long running = BarrierWord.running(word, member.slot());
      return set(word, running) && endAfter(toRun, running);
    }
    return release(word);
  }

  /** True, or it throws why not. */
  private boolean endAfter(Runnable toRun, long running) throws BrokenBarrierException {
    int generation = BarrierWord.generation(running);
    boolean done = false;
    try {
      toRun.run();
      done = true;
    } finally {
      if (!done) {
        breakGeneration(generation, Reason.FAILED);
      }
    }
    while (!release(running)) {
      isRunning(generation, word()); // it isn't: others broke it meanwhile
    }
    return true;
  }

  /** Begins the next generation; false if the word has changed. */
  private boolean release(long word) {
    if (!set(word, BarrierWord.next(word))) {
      return false;
    }
    wakeAll();
    return true;
  }

  private void awaitEndOf(int generation, Deadline deadline)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    long seen = word();
    if (!isRunning(generation, seen)
        || (strategy.spin(segment, FUTEX_OFFSET, (int) seen) && !isRunning(generation, word()))) {
      return;
    }
    Patience patience = Patience.until(deadline);
    int place = waiters.enter(0);
    try {
      for (long word = word(); isRunning(generation, word); word = word()) {
        if (!patience.isOver()) {
          waiters.await(place, FUTEX_OFFSET, (int) word, patience);
        } else if (breakGeneration(generation, Reason.TIMED_OUT)) {
          throw timedOut(word, deadline);
        }
      }
    } catch (InterruptedException e) {
      if (breakGeneration(generation, Reason.INTERRUPTED)) {
        throw e;
      }
      Thread.currentThread().interrupt(); // it ended before: that counts
      isRunning(generation, word());
    } finally {
      waiters.exit(place);
    }
  }

  /** False if everybody arrived. */
  private boolean isRunning(int generation, long word) throws BrokenBarrierException {
    if (BarrierWord.generation(word) != generation) {
      int reset = resets.get(generation % RESETS);
      if (reset == generation || BarrierWord.isBetween(generation, reset, word)) {
        throw new BrokenBarrierException("barrier '%s' was reset".formatted(name()));
      }
      return false;
    }
    if (BarrierWord.isBroken(word)) {
      throw brokenBy(word);
    }
    return true;
  }

  /** Whether it was us who broke it: not if it had ended or was broken. */
  private boolean breakGeneration(int generation, Reason reason) {
    while (true) {
      long word = word();
      if (BarrierWord.generation(word) != generation || BarrierWord.isBroken(word)) {
        return false;
      }
      if (breakFrom(word, reason, member.slot())) {
        return true;
      }
    }
  }

  private boolean breakFrom(long word, Reason reason, int slot) {
    if (!set(word, BarrierWord.broken(word, reason, slot))) {
      return false;
    }
    wakeAll();
    return true;
  }

  /** The word, when a reset that somebody has begun is done. */
  private long settled() {
    long word = word();
    while (BarrierWord.isBeingReset(word)) {
      beginNext(word);
      word = word();
    }
    return word;
  }

  /** Ends a broken generation. */
  private void beginNext(long broken) {
    int generation = BarrierWord.generation(broken);
    // Noted before the next one begins: who waited in this one may look only then.
    resets.mark(generation % RESETS, generation);
    release(broken);
  }

  private TimeoutException timedOut(long word, Deadline deadline) {
    return new TimeoutException(
        "barrier '%s': %s; %d of %d parties arrived%s"
            .formatted(
                name(),
                deadline.waitedOfAllowed(),
                BarrierWord.arrivals(word),
                parties,
                whoRegistered(word)));
  }

  private BrokenBarrierException brokenBy(long word) {
    return new BrokenBarrierException("barrier '%s' is broken: %s".formatted(name(), why(word)));
  }

  private String why(long word) {
    return "%s %s when %d of %d parties had arrived"
        .formatted(
            member.table().describe(BarrierWord.slot(word)).describe(),
            BarrierWord.reason(word).text,
            BarrierWord.arrivals(word),
            parties);
  }

  private String whoRegistered(long word) {
    StringJoiner names = new StringJoiner(", ", "; registered: ", "").setEmptyValue("");
    for (int slot = 1; slot < ParticipantTable.SLOTS; slot++) {
      if (registered.get(slot) == BarrierWord.generation(word)) {
        names.add(member.table().describe(slot).describe());
      }
    }
    return names.toString();
  }

  private boolean set(long word, long next) {
    return LONG.compareAndSet(segment, WORD_OFFSET, word, next);
  }

  private long word() {
    return (long) LONG.getVolatile(segment, WORD_OFFSET);
  }
}
