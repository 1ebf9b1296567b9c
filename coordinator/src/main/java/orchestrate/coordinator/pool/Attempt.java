package orchestrate.coordinator.pool;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.Readiness;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.TaskDefinition;
import org.jspecify.annotations.Nullable;

/** One attempt that was given to the pool, from then until it has ended. */
public final class Attempt {
  private final Run run;
  private final WorkerKind kind;
  private final @Nullable Duration timeout;
  private final Duration killAfter;
  private final List<String> barriers;
  private boolean mayQueue;
  private boolean stopping;
  private @Nullable LaneSlot lane;
  private int workerNumber;
  private int laneNumber;
  private long ringEnd;
  private long ranNanos;
  private long endedAt;
  private int signal;

  /**
   * @param timeout null if it may take as long as it likes
   * @param killAfter how long it may take to end when asked
   * @param barriers at which it meets others, which all have these
   */
  public Attempt(
      Run run,
      WorkerKind kind,
      @Nullable Duration timeout,
      Duration killAfter,
      List<String> barriers) {
    this.run = run;
    this.kind = kind;
    this.timeout = timeout;
    this.killAfter = killAfter;
    this.barriers = barriers;
  }

  public Run run() {
    return run;
  }

  /** How long it may run; null for as long as it likes. */
  public @Nullable Duration timeout() {
    return timeout;
  }

  /** How long it may take to end when asked, before it is killed. */
  public Duration killAfter() {
    return killAfter;
  }

  /** Whether one may wait for the other at a barrier. */
  boolean meets(Attempt other) {
    return !Collections.disjoint(barriers, other.barriers);
  }

  WorkerKind kind() {
    return kind;
  }

  /** Whether it goes on until it is stopped. */
  boolean isService() {
    return run.task().work() instanceof TaskDefinition.Command command && command.service() != null;
  }

  /** It is sure to be over soon, so it may be given to a lane that has others to run before it. */
  void mayQueue() {
    mayQueue = true;
  }

  boolean canQueue() {
    return mayQueue;
  }

  /** For how long its lane has been at it; nothing as long as that is at others before it. */
  public Duration runningFor() {
    return Duration.ofNanos(lane == null ? ranNanos : lane.nanosAt(this));
  }

  /** The lane that was given it; null while it waits for one, and when it has ended. */
  @Nullable LaneSlot lane() {
    return lane;
  }

  /**
   * It was given to a lane.
   *
   * @param number of the lane in its worker
   * @param end where its message ends in the lane's ring
   */
  void enter(LaneSlot slot, int number, long end) {
    lane = slot;
    workerNumber = slot.worker().setup().number();
    laneNumber = number;
    ringEnd = end;
  }

  /** The worker that was given it last; 0 if none was. */
  public int workerNumber() {
    return workerNumber;
  }

  /** In its worker, of the lane that was given it last. */
  public int laneNumber() {
    return laneNumber;
  }

  /** Where its message ends in its lane's ring. */
  long ringEnd() {
    return ringEnd;
  }

  /** It was taken back: its lane has not begun it. */
  void leave() {
    lane = null;
  }

  /** Its lane was at it and is no more. */
  void end() {
    ranNanos = requireNonNull(lane).nanosAt(this);
    lane = null;
  }

  /** Its lane says that it has ended, and maybe when. */
  void ended(Finished finished) {
    endedAt = finished.at();
    signal = finished.ending() instanceof Finished.Signalled(int number) ? number : 0;
  }

  /** When it ended, by {@link System#nanoTime}: now, if nobody has said that. */
  public long endedAt() {
    return endedAt == 0 ? System.nanoTime() : endedAt;
  }

  /** From now on it has ended now, if its lane hasn't said when. */
  public void noteEnd() {
    endedAt = endedAt();
  }

  /** By which its command was ended; 0 if by none. */
  public int signal() {
    return signal;
  }

  /** It was told to stop: if its worker dies now, that is its end. */
  void stopping() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /** What it has run counts for nothing. */
  void beginAgain() {
    ranNanos = 0;
  }

  boolean isThatOf(Readiness readiness) {
    return run.task().number() == readiness.task() && run.attempt() == readiness.attempt();
  }

  boolean isThatOf(Finished finished) {
    return run.is(finished.task(), finished.instance(), finished.attempt(), finished.subtask());
  }
}
