package orchestrate.coordinator.pool;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.LaneReport;
import orchestrate.worker.protocol.Readiness;
import orchestrate.worker.protocol.SubtaskBoard;
import orchestrate.worker.protocol.TaskDefinition;
import orchestrate.worker.protocol.WorkerChannel;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's side of a worker's lane, or of those that share a ring: the attempts that were
 * put into it and that haven't ended. A lane takes the first of them out of its ring when it begins
 * with it; the others wait in the ring, and can be taken back.
 *
 * <p>For lanes that share a ring nothing waits there but until the worker has read it: each attempt
 * is given to one of them that is free.
 */
final class LaneSlot {
  /** The level of one that nothing is to be given to. */
  static final int IN_NO_LEVEL = -1;

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final WorkerProcess worker;
  private final int first;
  private final List<WorkerChannel.Lane> lanes;
  private final WorkerChannel.Lane channel;

  /** Of the lanes, counted from the first. */
  private final BitSet busy = new BitSet();

  private final Deque<Attempt> attempts = new ArrayDeque<>();

  /** By the number of a task: where in the ring the message ends that told the lane of it. */
  private long[] toldAt = new long[0];

  /** Its place among others: see {@link LaneLevels}, which alone changes these. */
  int level = IN_NO_LEVEL;

  @Nullable LaneSlot before;
  @Nullable LaneSlot after;

  private boolean bellDue;
  private @Nullable SubtaskBoard board;

  /** What has become of an attempt to give something to a lane. */
  enum Giving {
    DONE,
    NO_ROOM,
    TOO_LONG
  }

  /**
   * @param first the number of its first lane in the worker
   * @param lanes with the same rings
   */
  LaneSlot(WorkerProcess worker, int first, List<WorkerChannel.Lane> lanes) {
    this.worker = worker;
    this.first = first;
    this.lanes = lanes;
    this.channel = lanes.getFirst();
  }

  WorkerProcess worker() {
    return worker;
  }

  /** The attempts that it was given, in the order in which it runs them. */
  Collection<Attempt> attempts() {
    return attempts;
  }

  boolean isIdle() {
    return attempts.isEmpty();
  }

  /** Whether a lane would begin with an attempt as soon as it was given it. */
  boolean hasFreeLane() {
    return attempts.size() < lanes.size();
  }

  /** Whether attempts may wait for its lane: that of a service is not free soon. */
  boolean mayQueue() {
    Attempt first = attempts.peekFirst();
    return lanes.size() == 1 && (first == null || !first.isService());
  }

  int lanes() {
    return lanes.size();
  }

  /** Of its lane, if it is but one. */
  int number() {
    return first;
  }

  /** The attempt that its lane, if it is but one, is at; null if it hasn't begun with any. */
  @Nullable Attempt current() {
    Attempt first = attempts.peekFirst();
    return first != null && first.ringEnd() <= channel.commands().ring().consumed() ? first : null;
  }

  int load() {
    return attempts.size();
  }

  /** How many would be before an attempt that it was given now. */
  int queue() {
    return Math.max(0, attempts.size() - lanes.size() + 1);
  }

  /** Whether all its lanes have attempts that are to meet this one. */
  boolean isFullOfParty(Attempt attempt) {
    return !hasFreeLane()
        && attempts.stream().limit(lanes.size()).allMatch(running -> running.meets(attempt));
  }

  long nanosAt(Attempt attempt) {
    return lanes.get(attempt.laneNumber() - first).status().nanosAt(attempt.run());
  }

  /** Puts the attempt into its ring. The bell is to be rung later. */
  Giving give(Attempt attempt, Wire wire) {
    TaskDefinition task = attempt.run().task();
    if (!knows(task)) {
      Giving told = put(wire.encode(task), wire);
      if (told != Giving.DONE) {
        return told;
      }
      toldAt[task.number()] = channel.commands().ring().produced();
    }
    int lane = freeLane();
    Giving given = put(wire.encode(attempt.run(), first + lane), wire);
    if (given == Giving.DONE) {
      busy.set(lane);
      attempt.enter(this, first + lane, channel.commands().ring().produced());
      attempts.addLast(attempt);
    }
    return given;
  }

  /** The lowest, as it is the warmest; if there is but one lane, that, and the attempt waits. */
  private int freeLane() {
    return lanes.size() == 1 ? 0 : busy.nextClearBit(0);
  }

  private boolean knows(TaskDefinition task) {
    if (toldAt.length <= task.number()) {
      int known = toldAt.length;
      toldAt = Arrays.copyOf(toldAt, Math.max(task.number() + 1, 2 * known));
      Arrays.fill(toldAt, known, toldAt.length, UNKNOWN);
    }
    return toldAt[task.number()] != UNKNOWN;
  }

  private Giving put(int length, Wire wire) {
    if (length > WorkerChannel.LONGEST_MESSAGE) {
      return Giving.TOO_LONG;
    }
    if (!wire.offer(channel.commands().ring())) {
      return Giving.NO_ROOM;
    }
    bellDue = true;
    return Giving.DONE;
  }

  /** Wakes the lane if it was given something since. */
  void ringIfDue() {
    if (bellDue) {
      bellDue = false;
      channel.commands().bell().ring();
    }
  }

  /**
   * Takes back what the lane hasn't begun with, and puts it before all that is in {@code queue}.
   */
  void withdraw(Deque<Attempt> queue) {
    long taken = channel.commands().ring().withdraw();
    for (int task = 0; task < toldAt.length; task++) {
      if (toldAt[task] > taken) {
        toldAt[task] = UNKNOWN;
      }
    }
    while (!attempts.isEmpty() && attempts.getLast().ringEnd() > taken) {
      Attempt back = attempts.removeLast();
      leave(back);
      queue.addFirst(back);
    }
  }

  /** Where its tasks offer subtasks; null as long as none has. */
  @Nullable SubtaskBoard board() {
    return board;
  }

  /** Its first task has forked. */
  void open(SubtaskBoard made) {
    board = made;
  }

  /** Nobody is there any more who could be answered. */
  void closeBoard() {
    if (board != null) {
      board.close();
      board = null;
    }
  }

  /** Has the lane look whether there are answers on its board. */
  void ring() {
    channel.commands().bell().ring();
  }

  /** Whether {@link #poll} would find something. */
  boolean hasResult() {
    return !attempts.isEmpty() && !channel.events().isEmpty();
  }

  @Nullable LaneReport poll(Wire wire) {
    return wire.poll(channel.events());
  }

  /** The attempt, of a service, of which a lane speaks. */
  Attempt of(Readiness readiness) {
    return attempts.stream()
        .filter(attempt -> attempt.isThatOf(readiness))
        .findFirst()
        .orElseThrow(() -> unasked(readiness));
  }

  private IllegalStateException unasked(LaneReport report) {
    return new IllegalStateException(
        worker.setup().label() + " answered what it was not asked: " + report);
  }

  /** The attempt that a lane says has ended. */
  Attempt remove(Finished finished) {
    int lanesAtWork = lanes.size();
    for (var given = attempts.iterator(); given.hasNext() && lanesAtWork > 0; lanesAtWork--) {
      Attempt attempt = given.next();
      if (attempt.isThatOf(finished)) {
        given.remove();
        leave(attempt);
        attempt.ended(finished);
        return attempt;
      }
    }
    throw unasked(finished);
  }

  private void leave(Attempt attempt) {
    busy.clear(attempt.laneNumber() - first);
    attempt.leave();
  }

  /** What its lanes are at is lost with their worker: what they weren't at was withdrawn before. */
  List<Attempt> lose() {
    attempts.forEach(Attempt::end);
    List<Attempt> lost = List.copyOf(attempts);
    attempts.clear();
    return lost;
  }
}
