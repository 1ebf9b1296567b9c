package orchestrate.worker.protocol;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.channel.MessageRing;
import orchestrate.ipc.memory.MappedRegion;

/**
 * The shared memory of one worker and the coordinator.
 *
 * <pre>
 *   up | way out | lanes that share | boards          the worker says that it is up, how it goes, and
 *                                                     of how many lanes tasks have forked
 *   control bell | control ring                       coordinator to the worker's control thread
 *   then for each lane:
 *   bell | commands ring                              coordinator to the lane
 *        | events ring                                the lane to the coordinator
 *        | status                                     the lane to whoever looks
 *   or for all of them, if they share:
 *   bell | commands ring | events ring
 *   then for each lane: status
 * </pre>
 *
 * <p>A lane runs one task at a time, and may have more waiting in its ring. Lanes that share their
 * rings can be many, and have nothing waiting: one reader starts each attempt in the lane whose
 * number follows it in the message. Events ring the coordinator's one bell, which all workers
 * share.
 */
public final class WorkerChannel implements AutoCloseable {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long STATE_BYTES = 64;
  private static final long UP = 0;
  private static final long WAY_OUT = 4;
  private static final long SHARING = 8;
  private static final long BOARDS = 12;

  /** The longest message to a lane: an argument on Linux may have 128 KiB. */
  public static final int LONGEST_MESSAGE = (1 << 17) - 8;

  /**
   * How long the rings are.
   *
   * @param commands if it is empty it has room for a task and an attempt of it, wherever it wraps
   *     around; and it has for some thousand small attempts
   */
  private record Capacities(int control, int commands, int events) {
    static final Capacities OF_ONE_LANE = new Capacities(1 << 13, 1 << 19, 1 << 16);

    /** Of a thousand lanes that are all told something, or all to stop, at the same moment. */
    static final Capacities SHARED = new Capacities(1 << 16, 1 << 21, 1 << 18);

    long commonBytes() {
      return STATE_BYTES + Doorbell.BYTES + MessageRing.bytesFor(control);
    }

    long ringBytes() {
      return Doorbell.BYTES + MessageRing.bytesFor(commands) + MessageRing.bytesFor(events);
    }
  }

  private final MappedRegion region;
  private final MemorySegment state;
  private final Mailbox control;
  private final List<Lane> lanes = new ArrayList<>();

  /** A ring and the bell of its reader. */
  public record Mailbox(Doorbell bell, MessageRing ring) {}

  /** The two rings of one lane, which others may share, and what it is at. */
  public record Lane(Mailbox commands, MessageRing events, LaneStatus status) {}

  /**
   * Makes the memory, before the worker is started.
   *
   * @param sharing whether the lanes share their rings
   */
  public static WorkerChannel create(Path file, int lanes, boolean sharing) throws IOException {
    Capacities rings = sharing ? Capacities.SHARED : Capacities.OF_ONE_LANE;
    long allRings = rings.ringBytes() * (sharing ? 1 : lanes);
    var region =
        MappedRegion.create(file, rings.commonBytes() + allRings + lanes * LaneStatus.BYTES);
    region.segment().set(JAVA_INT, SHARING, sharing ? lanes : 0);
    return new WorkerChannel(region);
  }

  /** Opens what the coordinator made. */
  public static WorkerChannel open(Path file) throws IOException {
    return new WorkerChannel(MappedRegion.open(file));
  }

  private WorkerChannel(MappedRegion region) {
    this.region = region;
    var layout = new Layout(region.segment());
    state = layout.next(STATE_BYTES);
    int sharing = state.get(JAVA_INT, SHARING);
    Capacities rings = sharing > 0 ? Capacities.SHARED : Capacities.OF_ONE_LANE;
    control = layout.mailbox(rings.control());
    if (sharing > 0) {
      addLanes(sharing, layout, rings);
    } else {
      while (layout.left() >= rings.ringBytes() + LaneStatus.BYTES) {
        addLanes(1, layout, rings);
      }
    }
  }

  /** With the same rings. */
  private void addLanes(int count, Layout layout, Capacities rings) {
    Mailbox commands = layout.mailbox(rings.commands());
    MessageRing events = layout.ring(rings.events());
    for (int i = 0; i < count; i++) {
      lanes.add(new Lane(commands, events, new LaneStatus(layout.next(LaneStatus.BYTES))));
    }
  }

  /** The worker is about to take its first task. */
  public void setUp() {
    INT.setRelease(state, UP, 1);
  }

  /** Whether the worker has got as far as to take tasks. */
  public boolean isUp() {
    return (int) INT.getAcquire(state, UP) == 1;
  }

  /** The worker's JVM has begun to end. */
  public void setWayOut(WayOut wayOut) {
    INT.setRelease(state, WAY_OUT, wayOut.code);
  }

  /** What made the worker's JVM begin to end. */
  public WayOut wayOut() {
    return WayOut.of((int) INT.getAcquire(state, WAY_OUT));
  }

  /** A lane has made its {@link SubtaskBoard}. */
  public void addBoard() {
    INT.getAndAdd(state, BOARDS, 1);
  }

  /** How many lanes have a {@link SubtaskBoard}. */
  public int boards() {
    return (int) INT.getAcquire(state, BOARDS);
  }

  public Mailbox control() {
    return control;
  }

  public Lane lane(int number) {
    return lanes.get(number);
  }

  /** So many lanes from that on. */
  public List<Lane> lanes(int first, int count) {
    return List.copyOf(lanes.subList(first, first + count));
  }

  public int lanes() {
    return lanes.size();
  }

  @Override
  public void close() {
    region.close();
  }

  /** Deals out the memory from its start. */
  private static final class Layout {
    private final MemorySegment memory;
    private long at;

    Layout(MemorySegment memory) {
      this.memory = memory;
    }

    Mailbox mailbox(int capacity) {
      return new Mailbox(new Doorbell(next(Doorbell.BYTES)), ring(capacity));
    }

    MessageRing ring(int capacity) {
      return new MessageRing(next(MessageRing.bytesFor(capacity)));
    }

    long left() {
      return memory.byteSize() - at;
    }

    MemorySegment next(long bytes) {
      MemorySegment slice = memory.asSlice(at, bytes);
      at += bytes;
      return slice;
    }
  }
}
