package orchestrate.ipc.queue;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.queue.QueueSpec.Delivery;
import orchestrate.ipc.queue.QueueSpec.Order;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Elements that come out by priority, the smallest first, and among equals in the order in which
 * they were put in. In a last-in-first-out queue each has a smaller one than those before it.
 *
 * <pre>
 *     0     8            lock, see RobustLock
 *    64     8            count: how many elements there are
 *    72     8            sequence: how many have been put so far
 *   128   976            changes, see RedoLog
 *  1152     8 * capacity ranks: each cell once; the first {@code count} are a binary heap
 *                        cells, a whole number of cache lines each:
 *                           0   8  sequence: which element it was
 *                           8   8  priority
 *                          16   4  length of the element
 *                          24      the element
 * </pre>
 *
 * <p>All of it is done under the lock. An element is written into a free cell, which changes
 * nothing; then ranks, count and sequence are changed at once by the log. So whoever dies where, it
 * is as if the operation had been done or not. A process that died with the lock keeps it until its
 * last threads are gone; then a recoverer takes it, makes the changes that were decided, and
 * releases it. If that one dies too, it has the lock: the next does the same.
 */
@SuppressWarnings("serial") // passed by name
final class Heap extends QueueMemory {
  /** The tag of threads that wait for their turn. */
  private static final int LOCKERS = 4;

  private static final long COUNT = 64;
  private static final long SEQUENCE = COUNT + Long.BYTES;
  private static final long LOG = 128;
  private static final long RANKS = LOG + 1024;
  private static final long CELL_PRIORITY = Long.BYTES;
  private static final long CELL_LENGTH = CELL_PRIORITY + Long.BYTES;
  private static final long ELEMENT = CELL_LENGTH + Long.BYTES;
  private static final long LINE = 64;
  private static final long LOW_HALF =
      ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : Integer.BYTES;
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final long countOffset;
  private final long sequenceOffset;
  private final long ranksOffset;
  private final long cellsOffset;
  private final long stride;
  private final RobustLock lock;
  private final RedoLog log;

  Heap(String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    super(name, region, header, member, strategy);
    long body = bodyOffset(spec);
    this.countOffset = body + COUNT;
    this.sequenceOffset = body + SEQUENCE;
    this.ranksOffset = body + RANKS;
    this.cellsOffset = body + cells(spec);
    this.stride = stride(spec);
    this.lock = new RobustLock(segment, body, LOCKERS, waiters, member, strategy);
    this.log = new RedoLog(segment, body + LOG);
  }

  static void initialise(MemorySegment memory, QueueSpec spec) {
    for (int rank = 0; rank < spec.capacity(); rank++) {
      memory.set(JAVA_LONG, bodyOffset(spec) + RANKS + (long) rank * Long.BYTES, rank);
    }
  }

  static long bytes(QueueSpec spec) {
    return cells(spec) + spec.capacity() * stride(spec);
  }

  private static long cells(QueueSpec spec) {
    return lines(RANKS + (long) spec.capacity() * Long.BYTES);
  }

  private static long stride(QueueSpec spec) {
    return lines(ELEMENT + spec.maxElementBytes());
  }

  private static long lines(long bytes) {
    return (bytes + LINE - 1) / LINE * LINE;
  }

  @Override
  <E> boolean tryPut(E element, Codec<E> codec) {
    boolean prioritized = spec.order() == Order.PRIORITY;
    long priority = prioritized ? codec.priorityOf(element) : 0;
    int room;
    lock.lock();
    try {
      checkOpen();
      int count = size();
      room = spec.capacity() - count;
      if (room == 0) {
        return false;
      }
      long cell = cellOf(rank(count));
      long length = codec.encode(element, segment, cell + ELEMENT, spec.maxElementBytes());
      checkLength(length);
      long sequence = segment.get(JAVA_LONG, sequenceOffset) + 1;
      segment.set(JAVA_LONG, cell, sequence);
      segment.set(JAVA_LONG, cell + CELL_PRIORITY, prioritized ? priority : -sequence);
      segment.set(JAVA_INT, cell + CELL_LENGTH, (int) length);
      log.begin();
      log.set(sequenceOffset, sequence);
      insert(count);
    } finally {
      lock.unlock();
    }
    elements.signal();
    if (room > 1) {
      space.signal();
    }
    return true;
  }

  @Override
  <E> @Nullable E tryTake(Codec<E> codec) {
    if (isEmpty()) {
      return null;
    }
    try {
      E element = takeFirst(codec);
      if (element != null) {
        signalTaken();
      }
      return element;
    } catch (UndecodableElementException e) {
      signalTaken();
      wakeJoiners();
      throw e;
    }
  }

  private <E> @Nullable E takeFirst(Codec<E> codec) {
    lock.lock();
    try {
      if (isEmpty()) {
        return null;
      }
      return spec.delivery() == Delivery.AT_LEAST_ONCE
          ? decodeAndRemoveFirst(codec)
          : removeFirstAndDecode(codec);
    } finally {
      lock.unlock();
    }
  }

  private <E> E decodeAndRemoveFirst(Codec<E> codec) {
    try {
      E element = decode(cellOf(rank(0)), codec);
      countTaken();
      return element;
    } finally {
      log.begin();
      removeAt(0); // also what can't be decoded
    }
  }

  private <E> E removeFirstAndDecode(Codec<E> codec) {
    long cell = cellOf(rank(0));
    countTaken();
    log.begin();
    removeAt(0);
    try {
      return decode(cell, codec);
    } catch (UndecodableElementException e) {
      countNotTaken();
      throw e;
    }
  }

  private <E> E decode(long cell, Codec<E> codec) {
    return decode(cell + ELEMENT, segment.get(JAVA_INT, cell + CELL_LENGTH), codec);
  }

  private void signalTaken() {
    space.signal();
    if (isClosed()) {
      elements.signalAll(); // it may have been the last one
    } else if (!isEmpty()) {
      elements.signal();
    }
  }

  @Override
  @Nullable Item first() {
    lock.lock();
    try {
      return isEmpty() ? null : item(cellOf(rank(0)));
    } finally {
      lock.unlock();
    }
  }

  @Override
  List<Item> items() {
    record Ranked(long priority, Item item) {}

    List<Ranked> found = new ArrayList<>();
    lock.lock();
    try {
      int count = size();
      for (int i = 0; i < count; i++) {
        long cell = cellOf(rank(i));
        found.add(new Ranked(segment.get(JAVA_LONG, cell + CELL_PRIORITY), item(cell)));
      }
    } finally {
      lock.unlock();
    }
    return found.stream()
        .sorted(
            Comparator.comparingLong(Ranked::priority)
                .thenComparingLong(ranked -> ranked.item().id()))
        .map(Ranked::item)
        .toList();
  }

  private Item item(long cell) {
    int length = segment.get(JAVA_INT, cell + CELL_LENGTH);
    return Item.copy(segment.get(JAVA_LONG, cell), segment, cell + ELEMENT, length);
  }

  @Override
  boolean remove(Item item) {
    lock.lock();
    try {
      int rank = 0;
      while (rank < size() && segment.get(JAVA_LONG, cellOf(rank(rank))) != item.id()) {
        rank++;
      }
      if (rank == size()) {
        return false;
      }
      log.begin();
      removeAt(rank);
    } finally {
      lock.unlock();
    }
    signalTaken();
    wakeJoiners();
    return true;
  }

  @Override
  int size() {
    return (int) (long) LONG.getVolatile(segment, countOffset);
  }

  @Override
  int room() {
    return spec.capacity() - size();
  }

  @Override
  boolean isEmpty() {
    return size() == 0;
  }

  @Override
  boolean isDrained() {
    lock.lock(); // who put before it was closed has done so
    try {
      return isEmpty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  boolean isAllDone() {
    lock.lock(); // an element becomes somebody's task under the lock
    try {
      return isEmpty() && nobodyHasTasks();
    } finally {
      lock.unlock();
    }
  }

  @Override
  boolean spinForElement() {
    return strategy.spin(segment, countOffset + LOW_HALF, 0);
  }

  @Override
  boolean spinForSpace() {
    return strategy.spin(segment, countOffset + LOW_HALF, spec.capacity());
  }

  @Override
  void recoverElements(int dead, int generation) {
    if (lock.isHeldBy(dead, generation)
        && isOver(dead, generation)
        && lock.takeFrom(dead, generation)) {
      log.repair();
      lock.unlock();
    }
  }

  @Override
  public void wakeAll() {
    lock.wakeAll();
    super.wakeAll();
  }

  /** The cell of rank {@code count}, which is free, gets its place in the heap. */
  private void insert(int count) {
    int cell = rank(count);
    log.set(countOffset, count + 1L);
    rise(count, cell);
    log.commit();
  }

  /** The cell of that rank becomes free. */
  private void removeAt(int rank) {
    int last = size() - 1;
    log.set(countOffset, last);
    if (rank != last) {
      setRank(last, rank(rank));
      int moved = rank(last);
      if (rank > 0 && isBefore(moved, rank(parent(rank)))) {
        rise(rank, moved);
      } else {
        sink(rank, moved, last);
      }
    }
    log.commit();
  }

  private void rise(int from, int cell) {
    int rank = from;
    while (rank > 0 && isBefore(cell, rank(parent(rank)))) {
      setRank(rank, rank(parent(rank)));
      rank = parent(rank);
    }
    setRank(rank, cell);
  }

  private void sink(int from, int cell, int count) {
    int rank = from;
    while (true) {
      int child = 2 * rank + 1;
      if (child + 1 < count && isBefore(rank(child + 1), rank(child))) {
        child++;
      }
      if (child >= count || !isBefore(rank(child), cell)) {
        break;
      }
      setRank(rank, rank(child));
      rank = child;
    }
    setRank(rank, cell);
  }

  private static int parent(int rank) {
    return (rank - 1) / 2;
  }

  private boolean isBefore(int cell, int other) {
    long priority = segment.get(JAVA_LONG, cellOf(cell) + CELL_PRIORITY);
    long otherPriority = segment.get(JAVA_LONG, cellOf(other) + CELL_PRIORITY);
    return priority != otherPriority
        ? priority < otherPriority
        : segment.get(JAVA_LONG, cellOf(cell)) < segment.get(JAVA_LONG, cellOf(other));
  }

  private int rank(int rank) {
    return (int) segment.get(JAVA_LONG, rankOffset(rank));
  }

  private void setRank(int rank, int cell) {
    log.set(rankOffset(rank), cell);
  }

  private long rankOffset(int rank) {
    return ranksOffset + (long) rank * Long.BYTES;
  }

  private long cellOf(int cell) {
    return cellsOffset + cell * stride;
  }
}
