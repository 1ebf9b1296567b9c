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
 * last has arrived. It stays broken, and says why, until {@link #reset()}. The death of a process
 * that neither registered nor arrived in this generation can't be known to matter: give such waits
 * a limit.
 *
 * <p>Thread-safe. What a thread did before arriving happens-before what the others do after. At
 * most 65,535 parties. If a process dies in the middle of {@link #reset()}, the barrier may stay
 * broken: reset it again.
 *
 * <pre>
 *    64   8         word {arrivals, reason, slot, generation, broken}, see BarrierWord
 *   128   4 * 64    generations that were reset: n at place n mod 64
 *   384   4 * 1024  per slot: generation registered for
 *  4480   32832     who waits, see Waiters
 * </pre>
 *
 * <p>A registration names the generation it is for and is written before the arrival, so a death at
 * any moment breaks exactly that generation, and a registration that is out of date does nothing.
 */
public final class SharedBarrier extends SharedObject {
  private static final int RESETS = 64;
  private static final int FIRST_GENERATION = 1;

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

  /** For the session. */
  public SharedBarrier(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    super(name, region, member, strategy);
    this.parties = (int) header.parameters();
    this.registered = new GenerationMarks(segment, REGISTERED_OFFSET, Integer.BYTES);
    this.resets = new GenerationMarks(segment, RESETS_OFFSET, Integer.BYTES);
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
        file,
        BYTES,
        header,
        s -> s.set(JAVA_LONG, WORD_OFFSET, BarrierWord.fresh(FIRST_GENERATION)));
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
  public int await(Duration allowed)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    return awaitBefore(Deadline.after(allowed));
  }

  /**
   * Says that this process will arrive in the current generation: if it dies or {@link #withdraw
   * withdraws} before everybody has, that generation breaks.
   */
  public void register() {
    long word = word();
    registerFor(BarrierWord.generation(word));
    // If the generation ended meanwhile, then it ended without us: we mean the next one.
    while (BarrierWord.generation(word) != BarrierWord.generation(word())) {
      word = word();
      registerFor(BarrierWord.generation(word));
    }
  }

  /** Takes back {@link #register()} or an arrival: breaks the generation. Else does nothing. */
  public void withdraw() {
    int generation = registered.get(member.slot());
    breakGeneration(generation, Reason.WITHDREW);
  }

  public boolean isBroken() {
    return BarrierWord.isBroken(word());
  }

  /** Breaks the current generation for all who wait, and begins a new one. */
  public void reset() {
    int generation = BarrierWord.generation(word());
    breakGeneration(generation, Reason.RESET);
    long word = word();
    if (BarrierWord.generation(word) == generation && BarrierWord.isBroken(word)) {
      // Told before the new generation begins: who waited in the old one may look only then.
      resets.advance(generation % RESETS, generation);
      if (LONG.compareAndSet(segment, WORD_OFFSET, word, BarrierWord.next(word))) {
        wakeAll();
      }
    }
  }

  public int getParties() {
    return parties;
  }

  /** How many have arrived and wait; 0 if it is broken. */
  public int getNumberWaiting() {
    long word = word();
    return BarrierWord.isBroken(word) ? 0 : BarrierWord.arrivals(word);
  }

  @Override
  public void recover(int slot, int generation) {
    if (mayRecover(slot, generation)) {
      waiters.recover(slot, generation, tag -> {});
    }
    int registeredFor = registered.get(slot);
    while (true) {
      long word = word();
      if (BarrierWord.generation(word) != registeredFor
          || BarrierWord.isBroken(word)
          || !mayRecover(slot, generation)) {
        return;
      }
      Reason reason = member.table().isAlive(slot, generation) ? Reason.LEFT : Reason.DIED;
      if (breakFrom(word, reason, slot)) {
        return;
      }
    }
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
    long word = word();
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
      long word = word();
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
      registerFor(generation);
      if (BarrierWord.arrivals(word) + 1 == parties) {
        if (LONG.compareAndSet(segment, WORD_OFFSET, word, BarrierWord.next(word))) {
          wakeAll();
          return 0;
        }
      } else if (LONG.compareAndSet(segment, WORD_OFFSET, word, BarrierWord.arrived(word))) {
        awaitEndOf(generation, deadline);
        return parties - 1 - BarrierWord.arrivals(word);
      }
    }
  }

  private void awaitEndOf(int generation, Deadline deadline)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
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
      if (resets.get(generation % RESETS) == generation) {
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
    if (!LONG.compareAndSet(segment, WORD_OFFSET, word, BarrierWord.broken(word, reason, slot))) {
      return false;
    }
    wakeAll();
    return true;
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

  /** Only forward: another thread of ours may have registered for a later one. */
  private void registerFor(int generation) {
    registered.advance(member.slot(), generation);
  }

  private long word() {
    return (long) LONG.getVolatile(segment, WORD_OFFSET);
  }
}
