package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.queue.QueueSpec.Delivery;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Elements that come out in the order in which they were put in: a ring of cells.
 *
 * <pre>
 *     0   8  head: a position before which all elements have been taken
 *   128   8  tail: a position before which all cells have been claimed
 *   256      cells, a whole number of cache lines each:
 *              0   8  word, see CellWord
 *              8   4  length of the element
 *             16      the element
 * </pre>
 *
 * <p>A position is {turn 32, index 32}: a cell, and how often the ring has been gone around. It is
 * claimed by a compare-and-set of the cell's word, which says from then on who does what to it. The
 * cell goes through
 *
 * <pre>
 *   EMPTY -> WRITING -> FULL -> READING -> EMPTY, next turn
 *            WRITING ------------------->  EMPTY, next turn     the element couldn't be encoded
 *            WRITING -> SKIPPED -------->  EMPTY, next turn     the owner died, and is gone
 *                       FULL &lt;- READING                      the owner died: at least once
 *                               READING -> EMPTY, next turn     the owner died: at most once
 *   EMPTY -> SEALED                                             the queue is closed and empty
 * </pre>
 *
 * <p>Head and tail are hints: everybody may advance them, past what the cell says is over for good,
 * so they are never wrong, and there is nothing to repair in them. Takers go from head past cells
 * that others are reading, to the first that is full. They never go past one that is being written:
 * so the order is kept, and a writer that is stopped stops them. The head doesn't pass cells that
 * are being read, or were skipped: so an element that comes back is found, and all that there may
 * be to recover is between head and tail.
 *
 * <p>Each step is one compare-and-set that names the owner, so it doesn't matter when somebody
 * dies, how many recover him, or how often. A dead writer's last threads may still write into its
 * cell for some microseconds: so nobody gets that cell before its process is gone.
 *
 * <p>After D. Vyukov's bounded queue for many producers and consumers, in which the cells say whose
 * turn it is; there a claim is an increment of head or tail, which says nothing of who made it.
 */
@SuppressWarnings("serial") // passed by name
final class Ring extends QueueMemory {
  private static final long TAIL = 128;
  private static final long CELLS = 256;
  private static final long LENGTH = Long.BYTES;
  private static final long ELEMENT = 2 * Long.BYTES;
  private static final long LINE = 64;
  private static final long LOW_HALF =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final VarHandle INT = JAVA_INT.varHandle();

  private final long headOffset;
  private final long tailOffset;
  private final long cellsOffset;
  private final long stride;
  private final int capacity;
  private final int slot;
  private final int generation;

  Ring(String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    super(name, region, header, member, strategy);
    this.headOffset = bodyOffset(spec);
    this.tailOffset = headOffset + TAIL;
    this.cellsOffset = headOffset + CELLS;
    this.stride = stride(spec);
    this.capacity = spec.capacity();
    this.slot = member.slot();
    this.generation = member.generation();
  }

  static long bytes(QueueSpec spec) {
    return CELLS + spec.capacity() * stride(spec);
  }

  private static long stride(QueueSpec spec) {
    return (ELEMENT + spec.maxElementBytes() + LINE - 1) / LINE * LINE;
  }

  @Override
  <E> boolean tryPut(E element, Codec<E> codec) {
    checkOpen();
    while (true) {
      long position = tail();
      long cell = cellAt(position);
      long word = word(cell);
      if (word == CellWord.of(turn(position), CellWord.EMPTY)) {
        long claimed = CellWord.of(turn(position), CellWord.WRITING, slot, generation);
        if (setWord(cell, word, claimed)) {
          put(position, claimed, element, codec);
          return true;
        }
      } else if (turnsAhead(word, position) < 0) {
        return false;
      } else if (CellWord.state(word) == CellWord.SEALED) {
        throw closedException();
      } else {
        advance(tailOffset, position);
      }
    }
  }

  private <E> void put(long position, long claimed, E element, Codec<E> codec) {
    long cell = cellAt(position);
    try {
      long length = codec.encode(element, segment, cell + ELEMENT, spec.maxElementBytes());
      checkLength(length);
      INT.set(segment, cell + LENGTH, (int) length);
    } catch (Throwable e) {
      setWord(cell, claimed, nextTurn(position));
      advance(tailOffset, position);
      elements.signal(); // what was put after it
      space.signal(); // who saw this cell taken
      wakeJoiners();
      throw e;
    }
    replace(cell, claimed, CellWord.of(turn(position), CellWord.FULL));
    advance(tailOffset, position);
    elements.signal();
    if (space.isAwaited() && hasSpace()) {
      space.signal();
    }
  }

  @Override
  <E> @Nullable E tryTake(Codec<E> codec) {
    long position = head();
    boolean atHead = true;
    while (true) {
      long cell = cellAt(position);
      long word = word(cell);
      if (isPast(word, position)) {
        if (atHead) {
          advance(headOffset, position);
        }
      } else if (turnsAhead(word, position) < 0) {
        return null;
      } else if (mayComeBack(word)) {
        atHead = false;
      } else if (CellWord.state(word) != CellWord.FULL) {
        return null;
      } else {
        long claimed = CellWord.of(turn(position), CellWord.READING, slot, generation);
        if (setWord(cell, word, claimed)) {
          return take(position, claimed, atHead, codec);
        }
        continue;
      }
      position = next(position);
    }
  }

  private <E> E take(long position, long claimed, boolean atHead, Codec<E> codec) {
    long cell = cellAt(position);
    E element;
    try {
      element = decode(cell + ELEMENT, (int) INT.get(segment, cell + LENGTH), codec);
    } catch (Throwable e) {
      release(position, claimed, atHead); // it is nobody's task
      wakeJoiners();
      throw e;
    }
    countTaken();
    release(position, claimed, atHead);
    return element;
  }

  private void release(long position, long claimed, boolean atHead) {
    replace(cellAt(position), claimed, nextTurn(position));
    if (atHead) {
      advance(headOffset, position);
    }
    signalTaken();
  }

  private void signalTaken() {
    space.signal();
    if (isClosed()) {
      elements.signalAll(); // it may have been the last one
    } else if (elements.isAwaited() && !isEmpty()) {
      elements.signal();
    }
  }

  @Override
  @Nullable Item first() {
    Walk walk = new Walk();
    return walk.next();
  }

  @Override
  List<Item> items() {
    Walk walk = new Walk();
    List<Item> items = new ArrayList<>();
    for (Item item = walk.next(); item != null; item = walk.next()) {
      items.add(item);
    }
    return items;
  }

  /** From the head to the end, over copies of the elements. */
  private final class Walk {
    private long position = head();

    @Nullable Item next() {
      while (true) {
        long cell = cellAt(position);
        long word = word(cell);
        if (isBeyondEnd(word, position)) {
          return null;
        }
        if (word != CellWord.of(turn(position), CellWord.FULL)) {
          position = Ring.this.next(position);
          continue;
        }
        int length = (int) INT.get(segment, cell + LENGTH);
        if (length < 0 || length > spec.maxElementBytes()) {
          continue; // not of that word any more
        }
        Item item = Item.copy(position, segment, cell + ELEMENT, length);
        VarHandle.acquireFence();
        if (word(cell) == word) {
          position = Ring.this.next(position);
          return item;
        }
      }
    }
  }

  @Override
  boolean remove(Item item) {
    long position = item.id();
    long full = CellWord.of(turn(position), CellWord.FULL);
    if (!setWord(cellAt(position), full, nextTurn(position))) {
      return false;
    }
    signalTaken();
    wakeJoiners();
    return true;
  }

  @Override
  int size() {
    int size = 0;
    for (long position = head(); ; position = next(position)) {
      long word = word(cellAt(position));
      if (isBeyondEnd(word, position)) {
        return size;
      }
      if (word == CellWord.of(turn(position), CellWord.FULL)) {
        size++;
      }
    }
  }

  @Override
  int room() {
    int used = 0;
    for (long position = head(); ; position = next(position)) {
      long word = word(cellAt(position));
      if (isBeyondEnd(word, position)) {
        return capacity - used;
      }
      if (used > 0 || !isPast(word, position)) {
        used++;
      }
    }
  }

  /** Also while elements are still being put or taken, it isn't empty. */
  @Override
  boolean isEmpty() {
    long position = head();
    long word = word(cellAt(position));
    while (isPast(word, position) || isSkipped(word, position)) {
      position = next(position);
      word = word(cellAt(position));
    }
    return isBeyondEnd(word, position);
  }

  /** Seals the end first: no element can come after the last. */
  @Override
  boolean isDrained() {
    while (true) {
      long position = end();
      long cell = cellAt(position);
      long word = word(cell);
      long sealed = CellWord.of(turn(position), CellWord.SEALED);
      if (word == sealed) {
        return isEmpty();
      }
      if (word == CellWord.of(turn(position), CellWord.EMPTY)) {
        setWord(cell, word, sealed);
      } else if (isBeyondEnd(word, position)) {
        return false; // somebody still uses the cell for the element of the turn before
      }
    }
  }

  /**
   * Looks at the queue first, then at who has tasks. An element that was in the queue before and
   * isn't any more has become somebody's task, and is either counted or done. If meanwhile nobody
   * has put another, none was anywhere at the end.
   */
  @Override
  boolean isAllDone() {
    long end = end();
    return isEmpty() && nobodyHasTasks() && end == end();
  }

  @Override
  boolean spinForElement() {
    long cell = cellAt(head());
    long word = word(cell);
    return strategy.spin(segment, cell + LOW_HALF, (int) word);
  }

  @Override
  boolean spinForSpace() {
    long cell = cellAt(tail());
    long word = word(cell);
    return strategy.spin(segment, cell + LOW_HALF, (int) word);
  }

  @Override
  void recoverElements(int dead, int deadGeneration) {
    long end = tail();
    for (long position = head(); position - end <= 0; position = next(position)) {
      long cell = cellAt(position);
      long word = word(cell);
      while (CellWord.isOf(word, dead, deadGeneration)
          && mayRecover(dead, deadGeneration)
          && !setWord(cell, word, recovered(word, isOver(dead, deadGeneration)))) {
        word = word(cell);
      }
    }
  }

  private long recovered(long word, boolean over) {
    int turn = CellWord.turn(word);
    long free = CellWord.of(turn + 1, CellWord.EMPTY);
    if (CellWord.state(word) == CellWord.READING) {
      boolean again = spec.delivery() == Delivery.AT_LEAST_ONCE;
      return again ? CellWord.of(turn, CellWord.FULL) : free;
    }
    return over ? free : CellWord.skipped(word);
  }

  private boolean hasSpace() {
    long position = end();
    return word(cellAt(position)) == CellWord.of(turn(position), CellWord.EMPTY);
  }

  /** The first position that nobody has claimed. */
  private long end() {
    long position = tail();
    while (true) {
      long word = word(cellAt(position));
      if (isBeyondEnd(word, position)) {
        return position;
      }
      advance(tailOffset, position);
      position = next(position);
    }
  }

  /** Whether nothing is at that position any more, nor will be, nor is to be recovered. */
  private static boolean isPast(long word, long position) {
    return turnsAhead(word, position) > 0;
  }

  private static boolean isSkipped(long word, long position) {
    return CellWord.turn(word) == turn(position) && CellWord.state(word) == CellWord.SKIPPED;
  }

  /** Whether takers go past that cell, but not the head: it may become full or is to be freed. */
  private static boolean mayComeBack(long word) {
    int state = CellWord.state(word);
    return state == CellWord.READING || state == CellWord.SKIPPED;
  }

  /** Whether nobody has claimed that position yet, nor any after it. */
  private static boolean isBeyondEnd(long word, long position) {
    int ahead = turnsAhead(word, position);
    int state = CellWord.state(word);
    return ahead < 0 || (ahead == 0 && (state == CellWord.EMPTY || state == CellWord.SEALED));
  }

  private static int turnsAhead(long word, long position) {
    return CellWord.turn(word) - turn(position);
  }

  private static int turn(long position) {
    return (int) (position >>> 32);
  }

  private long next(long position) {
    return (int) position + 1 < capacity ? position + 1 : (long) (turn(position) + 1) << 32;
  }

  private static long nextTurn(long position) {
    return CellWord.of(turn(position) + 1, CellWord.EMPTY);
  }

  private long head() {
    return (long) LONG.getVolatile(segment, headOffset);
  }

  private long tail() {
    return (long) LONG.getVolatile(segment, tailOffset);
  }

  /** Does nothing if somebody else has done it. */
  private void advance(long hint, long position) {
    LONG.compareAndSet(segment, hint, position, next(position));
  }

  private long cellAt(long position) {
    return cellsOffset + (int) position * stride;
  }

  private long word(long cell) {
    return (long) LONG.getVolatile(segment, cell);
  }

  private boolean setWord(long cell, long old, long word) {
    return LONG.compareAndSet(segment, cell, old, word);
  }

  private void replace(long cell, long claimed, long word) {
    if (!setWord(cell, claimed, word)) {
      throw new IllegalStateException(
          "queue '%s': this process has left the session, or was taken for dead".formatted(name()));
    }
  }
}
