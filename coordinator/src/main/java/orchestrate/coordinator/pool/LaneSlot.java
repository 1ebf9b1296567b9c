package orchestrate.coordinator.pool;

import java.util.BitSet;
import orchestrate.worker.protocol.TaskDefinition;
import orchestrate.worker.protocol.WorkerChannel;
import org.jspecify.annotations.Nullable;

/** The coordinator's side of a worker's lane. */
final class LaneSlot {
  private final WorkerProcess worker;
  private final int number;
  private final WorkerChannel.Lane channel;
  private final BitSet known = new BitSet();
  private @Nullable Attempt attempt;

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

  WorkerChannel.Lane channel() {
    return channel;
  }

  @Nullable Attempt attempt() {
    return attempt;
  }

  /** Whether it was told what is the same for all instances of the task. */
  boolean knows(TaskDefinition task) {
    return known.get(task.number());
  }

  void toldOf(TaskDefinition task) {
    known.set(task.number());
  }

  void give(Attempt given) {
    attempt = given;
    given.begin(this);
  }

  void free() {
    if (attempt != null) {
      attempt.leaveLane();
      attempt = null;
    }
  }
}
