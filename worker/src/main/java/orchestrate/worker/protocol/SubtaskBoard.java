package orchestrate.worker.protocol;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.ipc.memory.MappedRegion;

/**
 * Where a lane offers the subtasks that its task has forked, and the coordinator answers what has
 * become of those that it took. A file in the session's folder, made when a task first forks.
 *
 * <pre>
 *    0  4  wanted: 1 while the coordinator has a lane to spare
 *   64     {@link #PLACES} places of 32 KiB each:   state 4 | length 4 | number 8 | message
 *
 *   FREE -> OFFERED    by the lane: somebody may run it
 *   OFFERED -> FREE    by the lane: it runs the subtask itself
 *   REPORTED -> FREE   by the lane: the parent has ended
 *   OFFERED -> TAKEN   by the coordinator: it has another lane run it
 *   FREE -> REPORTED   by the lane: it has run it, and that went badly
 *   REPORTED -> TAKEN  by the coordinator
 *   TAKEN -> ANSWERED  by the coordinator
 *   TAKEN -> FREE      by the coordinator: nobody waits for an answer any more
 *   ANSWERED -> FREE   by the lane
 * </pre>
 *
 * <p>Offers are numbered: the coordinator takes the oldest, which in a recursion is the largest.
 *
 * <p>Each step is one store or compare-and-set, and the message is there before it: whoever dies in
 * between has not taken it. A worker's board dies with the worker.
 *
 * <p>One thread of each side.
 */
public final class SubtaskBoard implements AutoCloseable {
  /** No place. */
  public static final int NOWHERE = -1;

  /** So many subtasks of one lane run elsewhere at a time. */
  public static final int PLACES = 32;

  private static final long PLACE_BYTES = 1 << 15;
  private static final long FIRST = 64;
  private static final long LENGTH = Integer.BYTES;
  private static final long NUMBER = LENGTH + Integer.BYTES;
  private static final long MESSAGE = NUMBER + Long.BYTES;

  private static final long BYTES = FIRST + PLACES * PLACE_BYTES;

  /** The longest message: what fits the ring of a lane's events fits here. */
  public static final int LONGEST_MESSAGE = (int) (PLACE_BYTES - MESSAGE);

  private static final int FREE = 0;
  private static final int OFFERED = 1;
  private static final int REPORTED = 2;
  private static final int TAKEN = 3;
  private static final int ANSWERED = 4;

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MappedRegion region;
  private final MemorySegment memory;
  private final byte[] message = new byte[LONGEST_MESSAGE];
  private final MessageReader reader = new MessageReader(message);
  private long offers;

  /** Where the board of a lane is. */
  public static Path file(Path session, int worker, int lane) {
    return session.resolve("worker-%d-%d.subtasks".formatted(worker, lane));
  }

  /** Whether it has been made, as far as to its end. */
  public static boolean isWhole(Path file) {
    return file.toFile().length() == BYTES;
  }

  /** Makes a new one. */
  public static SubtaskBoard create(Path file) throws IOException {
    return new SubtaskBoard(MappedRegion.create(file, BYTES));
  }

  /** Opens what the lane made. */
  public static SubtaskBoard open(Path file) throws IOException {
    return new SubtaskBoard(MappedRegion.open(file));
  }

  private SubtaskBoard(MappedRegion region) {
    this.region = region;
    this.memory = region.segment();
  }

  /**
   * Whether the coordinator has a lane to spare, and is to be woken. To be asked after an offer was
   * made: then either we see that, or the coordinator sees the offer.
   */
  public boolean isWanted() {
    VarHandle.fullFence();
    return (int) INT.getAcquire(memory, 0L) == 1;
  }

  /** The coordinator's side of that: to be called before it looks for offers. */
  public void want(boolean wanted) {
    INT.setRelease(memory, 0L, wanted ? 1 : 0);
    VarHandle.fullFence();
  }

  /** Whether the lane may use the place. */
  public boolean isFree(int place) {
    return state(place) == FREE;
  }

  public boolean isOffered(int place) {
    return state(place) == OFFERED;
  }

  /** How many are on offer. */
  public int offers() {
    int count = 0;
    for (int place = 0; place < PLACES; place++) {
      count += isOffered(place) ? 1 : 0;
    }
    return count;
  }

  /** The place of the oldest offer, or {@link #NOWHERE}. */
  public int firstOffer() {
    return first(OFFERED);
  }

  /** The place of the oldest report, or {@link #NOWHERE}. */
  public int firstReport() {
    return first(REPORTED);
  }

  private int first(int state) {
    int first = NOWHERE;
    long least = Long.MAX_VALUE;
    for (int place = 0; place < PLACES; place++) {
      if (state(place) == state && memory.get(JAVA_LONG, at(place) + NUMBER) < least) {
        first = place;
        least = memory.get(JAVA_LONG, at(place) + NUMBER);
      }
    }
    return first;
  }

  public boolean isAnswered(int place) {
    return state(place) == ANSWERED;
  }

  /** By the lane, in a place that is free. */
  public void offer(int place, MessageWriter offer) {
    memory.set(JAVA_LONG, at(place) + NUMBER, ++offers);
    put(place, offer, OFFERED);
  }

  /** By the lane, in a place that is free. */
  public void report(int place, MessageWriter report) {
    memory.set(JAVA_LONG, at(place) + NUMBER, ++offers);
    put(place, report, REPORTED);
  }

  /** By the lane; false if the coordinator has taken it. */
  public boolean takeBack(int place) {
    return INT.compareAndSet(memory, at(place), OFFERED, FREE);
  }

  /** By the lane: what the coordinator has not taken it need not take. */
  public void withdraw(int place) {
    if (!takeBack(place)) {
      INT.compareAndSet(memory, at(place), REPORTED, FREE);
    }
  }

  /** By the coordinator, of a place with an offer or a report; false if the lane took it back. */
  public boolean take(int place) {
    return INT.compareAndSet(memory, at(place), OFFERED, TAKEN)
        || INT.compareAndSet(memory, at(place), REPORTED, TAKEN);
  }

  /** What the coordinator has taken. */
  public SubtaskOffer offer(int place) {
    return SubtaskOffer.read(message(place));
  }

  /** By the coordinator, in a place that it has taken. */
  public void answer(int place, MessageWriter answer) {
    put(place, answer, ANSWERED);
  }

  /** What the coordinator has answered. */
  public SubtaskAnswer answer(int place) {
    return SubtaskAnswer.read(message(place));
  }

  /** By who has it: nobody waits for what would come. */
  public void free(int place) {
    INT.setRelease(memory, at(place), FREE);
  }

  private void put(int place, MessageWriter writer, int state) {
    long at = at(place);
    memory.set(JAVA_INT, at + LENGTH, writer.length());
    MemorySegment.copy(writer.bytes(), 0, memory, JAVA_BYTE, at + MESSAGE, writer.length());
    INT.setRelease(memory, at, state);
  }

  private MessageReader message(int place) {
    long at = at(place);
    int length = Math.clamp(memory.get(JAVA_INT, at + LENGTH), 0, LONGEST_MESSAGE);
    MemorySegment.copy(memory, JAVA_BYTE, at + MESSAGE, message, 0, length);
    return reader;
  }

  private int state(int place) {
    return (int) INT.getAcquire(memory, at(place));
  }

  private static long at(int place) {
    return FIRST + place * PLACE_BYTES;
  }

  @Override
  public void close() {
    region.close();
  }
}
