package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a queue, whatever its elements are: what can be recovered without knowing that.
 * {@link SharedQueue} is its face.
 *
 * <pre>
 *      64      8  closed by {generation 32, slot 32}; 0 while it is open
 *     128      4  elements: what waiting takers sleep on, see EventCount
 *     192      4  space: what waiting putters sleep on
 *     256      4  done: what joiners sleep on
 *     320  32832  who waits, see Waiters; the tag is TAKERS, PUTTERS or JOINERS
 *   33152  65536  only if joinable: who has taken how many, see TaskLedger
 *                 the elements, see Ring and Heap
 *                 the codec's name: length 4, UTF-8, in 1024 bytes
 * </pre>
 *
 * <p>What is here never waits. Operations that make something possible that others wait for tell
 * them. No wake-up gets lost between several who wait for the same: whoever takes an element, and
 * sees more and others who wait, wakes the next; and so does who puts one and sees more space.
 */
@SuppressWarnings("serial") // passed by name
public abstract class QueueMemory extends SharedObject {
  /** The tag of threads that wait for an element. */
  public static final int TAKERS = 1;

  /** The tag of threads that wait for space. */
  public static final int PUTTERS = 2;

  /** The tag of threads that wait until all is done. */
  public static final int JOINERS = 3;

  private static final long CLOSED_OFFSET = Header.BYTES;
  private static final long ELEMENTS_OFFSET = CLOSED_OFFSET + 64;
  private static final long SPACE_OFFSET = ELEMENTS_OFFSET + 64;
  private static final long DONE_OFFSET = SPACE_OFFSET + 64;
  private static final long WAITERS_OFFSET = DONE_OFFSET + 64;
  private static final long LEDGER_OFFSET = WAITERS_OFFSET + Waiters.BYTES;

  private static final VarHandle LONG = JAVA_LONG.varHandle();

  final QueueSpec spec;
  final Waiters waiters;

  /** Counts up when takers should look: there is an element, or there will never be one. */
  final EventCount elements;

  /** Counts up when putters should look. */
  final EventCount space;

  /** Counts up when joiners should look. */
  final EventCount done;

  private final TaskLedger tasks;
  private volatile boolean used;

  QueueMemory(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    super(name, region, bytes(QueueSpec.of(header)), member, strategy);
    this.spec = QueueSpec.of(header);
    this.waiters = new Waiters(segment, WAITERS_OFFSET, member, strategy);
    this.elements = new EventCount(segment, ELEMENTS_OFFSET, TAKERS, waiters, strategy);
    this.space = new EventCount(segment, SPACE_OFFSET, PUTTERS, waiters, strategy);
    this.done = new EventCount(segment, DONE_OFFSET, JOINERS, waiters, strategy);
    this.tasks = new TaskLedger(segment, LEDGER_OFFSET, member);
  }

  /** Makes the file of a queue whose codec has that name; for the session. */
  public static MappedRegion make(Path file, Header header, String codec) throws IOException {
    QueueSpec spec = QueueSpec.of(header);
    byte[] name = CodecName.encode(codec);
    return MappedRegion.publish(
        file,
        bytes(spec),
        header,
        memory -> {
          initialise(memory, spec);
          CodecName.write(memory, codecOffset(spec), name);
        });
  }

  /** The queue in a file; for the session. */
  public static QueueMemory open(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    return switch (QueueSpec.of(header).order()) {
      case FIFO -> new Ring(name, region, header, member, strategy);
      case LIFO, PRIORITY -> new Heap(name, region, header, member, strategy);
    };
  }

  /** Where the elements are. */
  static long bodyOffset(QueueSpec spec) {
    return LEDGER_OFFSET + (spec.joinable() ? TaskLedger.BYTES : 0);
  }

  private static long bytes(QueueSpec spec) {
    return codecOffset(spec) + CodecName.BYTES;
  }

  private static long codecOffset(QueueSpec spec) {
    return bodyOffset(spec)
        + switch (spec.order()) {
          case FIFO -> Ring.bytes(spec);
          case LIFO, PRIORITY -> Heap.bytes(spec);
        };
  }

  private static void initialise(MemorySegment memory, QueueSpec spec) {
    switch (spec.order()) {
      case FIFO -> {} // as fresh memory
      case LIFO, PRIORITY -> Heap.initialise(memory, spec);
    }
  }

  /**
   * From now on this process uses the queue, and its elements are those of a codec of that name.
   *
   * @throws LayoutException if they aren't
   */
  final void use(String codec) {
    CodecName.check(region(), codecOffset(spec), "queue", codec);
    used = true;
  }

  /**
   * Puts an element, if there is room now.
   *
   * @throws QueueClosedException if the queue was closed
   * @throws IllegalArgumentException if it is too large
   */
  abstract <E> boolean tryPut(E element, Codec<E> codec);

  /**
   * Takes the next element; null if there is none now.
   *
   * @throws UndecodableElementException if the codec can't read it; then it was removed
   */
  abstract <E> @Nullable E tryTake(Codec<E> codec);

  /** Removes the next element; false if there is none now. */
  final boolean discard() {
    if (tryTake(Codecs.NOTHING) == null) {
      return false;
    }
    if (spec.joinable()) {
      taskDone();
    }
    return true;
  }

  /** The next element, which stays; null if there is none now. */
  abstract @Nullable Item first();

  /** All elements, in the order in which they would come out. */
  abstract List<Item> items();

  /** Removes one of those; false if it isn't there any more. */
  abstract boolean remove(Item item);

  abstract int size();

  /** How many elements could be put now. */
  abstract int room();

  abstract boolean isEmpty();

  /** Whether nothing is in it and nothing can come: only asked when it is closed. */
  abstract boolean isDrained();

  /** Whether at some moment during this call, nothing was in it and {@code nobodyHasTasks}. */
  abstract boolean isAllDone();

  /** Looks for a moment whether an element comes; cheap, and says nothing for sure. */
  abstract boolean spinForElement();

  /** Looks for a moment whether there will be room; cheap, and says nothing for sure. */
  abstract boolean spinForSpace();

  /** Gives back what the dead held of the elements. */
  abstract void recoverElements(int slot, int generation);

  /** From now on nothing can be put. */
  final void closeForAll() {
    long us = ((long) member.generation() << 32) | member.slot();
    if (LONG.compareAndSet(segment, CLOSED_OFFSET, 0L, us)) {
      elements.signalAll();
      space.signalAll();
    }
  }

  final void checkLength(long length) {
    if (length < 0 || length > spec.maxElementBytes()) {
      throw new IllegalArgumentException(
          "queue '%s': the element has %d bytes, made for up to %d"
              .formatted(name(), length, spec.maxElementBytes()));
    }
  }

  final boolean isClosed() {
    return closed() != 0;
  }

  final void checkOpen() {
    if (isClosed()) {
      throw closedException();
    }
  }

  final QueueClosedException closedException() {
    long closed = closed();
    Participant closer = member.table().describe((int) closed);
    return new QueueClosedException(
        "queue '%s' is closed by %s"
            .formatted(
                name(),
                closer.generation() == (int) (closed >>> 32)
                    ? closer.describe()
                    : "a process that is gone"));
  }

  private long closed() {
    return (long) LONG.getVolatile(segment, CLOSED_OFFSET);
  }

  /**
   * Reads an element.
   *
   * @throws UndecodableElementException if the codec can't
   */
  final <E> E decode(long offset, int length, Codec<E> codec) {
    return decode(segment, offset, length, codec);
  }

  /** The same for a copy. */
  final <E> E decode(Item item, Codec<E> codec) {
    return decode(item.bytes(), 0, item.bytes().byteSize(), codec);
  }

  private <E> E decode(MemorySegment memory, long offset, long length, Codec<E> codec) {
    try {
      return Objects.requireNonNull(codec.decode(memory, offset, length));
    } catch (Throwable e) {
      throw new UndecodableElementException(
          "queue '%s'".formatted(name()), memory, offset, length, e);
    }
  }

  /** To be called by a taker before the element isn't in the queue any more. */
  final void countTaken() {
    if (spec.joinable()) {
      tasks.taken();
    }
  }

  /** To be called if the element is nobody's task after all. */
  final void countNotTaken() {
    if (spec.joinable()) {
      tasks.done();
    }
  }

  final void taskDone() {
    checkJoinable();
    int left = tasks.done();
    if (left < 0) {
      throw new IllegalStateException(
          "queue '%s': taskDone() more often than this process has taken elements"
              .formatted(name()));
    }
    if (left == 0) {
      wakeJoiners();
    }
  }

  final void checkJoinable() {
    if (!spec.joinable()) {
      throw new UnsupportedOperationException(
          "queue '%s' doesn't count tasks: make it with QueueSpec.withTasks()".formatted(name()));
    }
  }

  final boolean nobodyHasTasks() {
    return !spec.joinable() || tasks.isZero();
  }

  /** To be called when the queue may have become empty by other means than a taker. */
  final void wakeJoiners() {
    if (done.isAwaited() && isEmpty()) {
      done.signalAll();
    }
  }

  /** Who has taken elements and isn't done with them. */
  @Override
  public final Map<Participant, Integer> holders() {
    Map<Participant, Integer> holders = new LinkedHashMap<>();
    for (int slot = 1; spec.joinable() && slot < ParticipantTable.SLOTS; slot++) {
      int taken = tasks.of(slot);
      if (taken > 0) {
        holders.put(member.table().describe(slot), taken);
      }
    }
    return holders;
  }

  @Override
  public final List<Waiter> waiting() {
    return waiters.list();
  }

  @Override
  public final void recover(int slot, int generation) {
    if (mayRecover(slot, generation)) {
      waiters.recover(slot, generation); // who was woken in vain: wakeAll is next
      recoverElements(slot, generation);
      if (spec.joinable()) {
        tasks.drop(slot, generation);
      }
    }
  }

  @Override
  public void wakeAll() {
    elements.signalAll();
    space.signalAll();
    done.signalAll();
  }

  /**
   * Whether that participant, which is being recovered, can't write here any more. It is recovered
   * once when it has died, while its last threads may still run, and again when it is gone. If it
   * is this process itself that leaves, the second time is after it has unmapped the file.
   */
  final boolean isOver(int slot, int generation) {
    boolean ourselves = slot == member.slot() && generation == member.generation();
    return ourselves ? !used : member.table().isGone(slot, generation);
  }

  @Override
  public final String toString() {
    return "queue '%s' (%s, %d in it%s)"
        .formatted(name(), spec, size(), isClosed() ? ", closed" : "");
  }
}
