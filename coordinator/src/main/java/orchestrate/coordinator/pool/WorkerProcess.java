package orchestrate.coordinator.pool;

import java.util.ArrayList;
import java.util.List;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.WorkerChannel;
import org.jspecify.annotations.Nullable;

/**
 * A worker, from before its process exists until it is gone. Belongs to the run's thread.
 *
 * <pre>
 *   STANDBY -> WORKING -> RETIRING -> ENDING -> GONE
 * </pre>
 *
 * <p>Any state may be skipped: a worker that dies is gone from wherever it was. From RETIRING on
 * there is a reason why we end it.
 */
final class WorkerProcess {
  /** How far it has come. */
  private enum State {
    /** It boots, to take the place of one that works. */
    STANDBY,
    /** It is given attempts. */
    WORKING,
    /** It is given no more, and is told to end when it is idle. */
    RETIRING,
    /** It was told to end, or killed. */
    ENDING,
    /** It has ended, or could not be started. */
    GONE
  }

  private final WorkerSetup setup;
  private final WorkerKind kind;
  private final WorkerChannel channel;
  private final List<LaneSlot> lanes = new ArrayList<>();
  private State state = State.STANDBY;
  private @Nullable WorkerEnd end;
  private @Nullable Process process;
  private @Nullable WorkerProcess successor;
  private long startedNanos;
  private long endingSinceNanos;
  private int attempts;

  WorkerProcess(WorkerSetup setup, WorkerKind kind, WorkerChannel channel) {
    this.setup = setup;
    this.kind = kind;
    this.channel = channel;
    int together = setup.virtual() ? setup.lanes() : 1;
    for (int first = 0; first < setup.lanes(); first += together) {
      lanes.add(new LaneSlot(this, first, channel.lanes(first, together)));
    }
  }

  WorkerSetup setup() {
    return setup;
  }

  WorkerKind kind() {
    return kind;
  }

  WorkerChannel channel() {
    return channel;
  }

  List<LaneSlot> lanes() {
    return lanes;
  }

  /** Whether a lane has made a board that isn't open here yet. */
  boolean hasNewBoards() {
    int made = channel.boards();
    return made > 0 && made > lanes.stream().filter(lane -> lane.board() != null).count();
  }

  boolean isIdle() {
    return lanes.stream().allMatch(LaneSlot::isIdle);
  }

  /** Its process; null while it is being started. */
  @Nullable Process process() {
    return process;
  }

  void started(Process started) {
    process = started;
    startedNanos = System.nanoTime();
    if (isDoomed()) {
      started.destroyForcibly();
    }
  }

  /** How long it has been there. */
  long ageNanos() {
    return process == null ? 0 : System.nanoTime() - startedNanos;
  }

  /** One more has ended here. Says how many those were. */
  int attemptEnded() {
    return ++attempts;
  }

  int attempts() {
    return attempts;
  }

  /** It is given attempts from now on. */
  void enterService() {
    state = State.WORKING;
  }

  /** Whether it may be given attempts. */
  boolean takesMore() {
    return state == State.WORKING;
  }

  /** What boots to take its place; null if nothing does. */
  @Nullable WorkerProcess successor() {
    return successor;
  }

  void setSuccessor(@Nullable WorkerProcess booting) {
    successor = booting;
  }

  /** The other will not come. */
  void loseSuccessor(WorkerProcess other) {
    if (successor == other) {
      successor = null;
    }
  }

  /** The one that has booted to take its place does so now. */
  void letSuccessorIn() {
    if (successor != null) {
      successor.enterService();
      successor = null;
    }
  }

  /** It is given no more, and ends when it is idle: the caller sees to that. */
  void retire(WorkerEnd reason) {
    if (state.compareTo(State.RETIRING) < 0) {
      state = State.RETIRING;
      end = reason;
    }
  }

  boolean isRetiring() {
    return state == State.RETIRING;
  }

  /** It was asked to end. */
  void ending(WorkerEnd reason) {
    if (state.compareTo(State.ENDING) < 0) {
      state = State.ENDING;
      end = reason;
      endingSinceNanos = System.nanoTime();
    }
  }

  /** For how long it has been ending; nothing if it isn't. */
  long endingNanos() {
    return state == State.ENDING ? System.nanoTime() - endingSinceNanos : 0;
  }

  /** It has ended, or could not be started. */
  void gone() {
    state = State.GONE;
  }

  /** Why we have ended it; null if we haven't. */
  @Nullable WorkerEnd end() {
    return end;
  }

  /** Ends the process, as soon as there is one. */
  void kill(WorkerEnd reason) {
    ending(reason);
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private boolean isDoomed() {
    return state.compareTo(State.ENDING) >= 0;
  }
}
