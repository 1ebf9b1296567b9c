package orchestrate.coordinator.pool;

import java.util.ArrayList;
import java.util.List;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.WorkerChannel;
import org.jspecify.annotations.Nullable;

/** A worker, from before its process exists until it is gone. Belongs to the run's thread. */
final class WorkerProcess {
  private final WorkerSetup setup;
  private final WorkerKind kind;
  private final WorkerChannel channel;
  private final List<LaneSlot> lanes = new ArrayList<>();
  private @Nullable Process process;
  private boolean unwanted;
  private boolean retired;
  private boolean gone;

  WorkerProcess(WorkerSetup setup, WorkerKind kind, WorkerChannel channel) {
    this.setup = setup;
    this.kind = kind;
    this.channel = channel;
    for (int number = 0; number < setup.lanes(); number++) {
      lanes.add(new LaneSlot(this, number, channel.lane(number)));
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

  /** Its process; null while it is being started. */
  @Nullable Process process() {
    return process;
  }

  void started(Process started) {
    process = started;
    if (unwanted) {
      started.destroyForcibly();
    }
  }

  /** Whether it was killed by us. */
  boolean isUnwanted() {
    return unwanted;
  }

  /** It is given no more, and ends when it is idle. */
  void retire() {
    retired = true;
    endIfRetired();
  }

  boolean isRetired() {
    return retired;
  }

  /** Whether it may be given attempts. */
  boolean takesMore() {
    return !retired && !unwanted && !gone;
  }

  /** At one stroke: nothing in it can be relied on. */
  void endIfRetired() {
    if (retired && lanes.stream().allMatch(LaneSlot::isIdle)) {
      kill();
    }
  }

  /** It has ended, or could not be started. */
  void gone() {
    gone = true;
  }

  /** Ends the process, as soon as there is one. */
  void kill() {
    unwanted = true;
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
