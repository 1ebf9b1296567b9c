package orchestrate.coordinator.pool;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import orchestrate.worker.protocol.Activity;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.LaneMessage;
import orchestrate.worker.protocol.SubtaskBoard;
import orchestrate.worker.protocol.TaskDefinition;
import orchestrate.worker.protocol.WorkerChannel;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's side of a worker's lane: the attempts that it was given and that haven't ended.
 * The lane takes the first of them out of its ring when it begins with it; the others wait in the
 * ring, and can be taken back.
 */
final class LaneSlot {
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final WorkerProcess worker;
  private final int number;
  private final WorkerChannel.Lane channel;
  private final Deque<Attempt> attempts = new ArrayDeque<>();

  /** By the number of a task: where in the ring the message ends that told the lane of it. */
  private long[] toldAt = new long[0];

  private boolean bellDue;
  private long lastUse;
  private @Nullable SubtaskBoard board;

  /** What has become of an attempt to give something to a lane. */
  enum Giving {
    DONE,
    NO_ROOM,
    TOO_LONG
  }

  LaneSlot(WorkerProcess worker, int number, WorkerChannel.Lane channel) {
    this.worker = worker;
    this.number = number;
    this.channel = channel;
  }

  WorkerProcess worker() {
    return worker;
  }

  int number() {
    return number;
  }

  /** The attempts that it was given, in the order in which it runs them. */
  Collection<Attempt> attempts() {
    return attempts;
  }

  boolean isIdle() {
    return attempts.isEmpty();
  }

  int load() {
    return attempts.size();
  }

  /** When it was last given something, counted in things given. */
  long lastUse() {
    return lastUse;
  }

  /** The attempt that the lane is at; null if it hasn't begun with any. */
  @Nullable Attempt current() {
    Attempt first = attempts.peekFirst();
    return first != null && hasTaken(first) ? first : null;
  }

  private boolean hasTaken(Attempt attempt) {
    return attempt.ringEnd() <= channel.commands().ring().consumed();
  }

  long nanosAt(Attempt attempt) {
    return channel.status().nanosAt(attempt.run());
  }

  /** What it is at, or was when its worker died, by its own word. */
  Optional<Activity> activity() {
    return channel.status().read();
  }

  /** Puts the attempt into its ring. The bell is to be rung later. */
  Giving give(Attempt attempt, Wire wire, long use) {
    TaskDefinition task = attempt.run().task();
    if (!knows(task)) {
      Giving told = put(task, wire);
      if (told != Giving.DONE) {
        return told;
      }
      toldAt[task.number()] = channel.commands().ring().produced();
    }
    Giving given = put(attempt.run(), wire);
    if (given == Giving.DONE) {
      attempt.enter(this, channel.commands().ring().produced());
      attempts.addLast(attempt);
      lastUse = use;
    }
    return given;
  }

  private boolean knows(TaskDefinition task) {
    if (toldAt.length <= task.number()) {
      int known = toldAt.length;
      toldAt = Arrays.copyOf(toldAt, Math.max(task.number() + 1, 2 * known));
      Arrays.fill(toldAt, known, toldAt.length, UNKNOWN);
    }
    return toldAt[task.number()] != UNKNOWN;
  }

  private Giving put(LaneMessage message, Wire wire) {
    if (wire.encode(message) > WorkerChannel.LONGEST_MESSAGE) {
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
      back.leave();
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

  @Nullable Finished poll(Wire wire) {
    return wire.poll(channel.events());
  }

  /** The attempt that the lane says has ended. */
  Attempt remove(Finished finished) {
    Attempt attempt = attempts.peekFirst();
    if (attempt == null || !attempt.isThatOf(finished)) {
      throw new IllegalStateException(
          worker.setup().label() + " answered what it was not asked: " + finished);
    }
    attempts.removeFirst();
    attempt.leave();
    return attempt;
  }

  /** The attempt that the lane is at is lost with its worker; null if there was none. */
  @Nullable Attempt lose() {
    Attempt attempt = attempts.pollFirst();
    if (attempt != null) {
      attempt.end();
    }
    return attempt;
  }
}
