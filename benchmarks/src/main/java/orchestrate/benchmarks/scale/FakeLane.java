package orchestrate.benchmarks.scale;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.ipc.wait.Deadline;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.LaneMessage;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.TaskDefinition;
import orchestrate.worker.protocol.WorkerChannel;

/** Says of each attempt that it is given that it went well: all that a lane does but the work. */
final class FakeLane implements Runnable {
  /** What an attempt that does nothing takes in a warm worker, as that tells. */
  private static final long NO_OP_NANOS = 300;

  private final WorkerChannel.Lane channel;
  private final Doorbell coordinator;
  private final long nanos;
  private final Map<Integer, TaskDefinition> tasks = new HashMap<>();
  private final MessageWriter writer = new MessageWriter();
  private volatile boolean closed;

  /**
   * @param nanos how long each attempt takes, asleep; 0 for no time
   */
  FakeLane(WorkerChannel.Lane channel, Doorbell coordinator, long nanos) {
    this.channel = channel;
    this.coordinator = coordinator;
    this.nanos = nanos;
  }

  /** Has it end. From any thread. */
  void close() {
    closed = true;
    channel.commands().bell().ring();
  }

  @Override
  public void run() {
    WorkerChannel.Mailbox mailbox = channel.commands();
    var message = new byte[mailbox.ring().maxMessage()];
    var reader = new MessageReader(message);
    while (!closed) {
      if (mailbox.ring().poll(message) >= 0) {
        switch (LaneMessage.read(reader, tasks::get)) {
          case TaskDefinition task -> tasks.put(task.number(), task);
          case Run run -> answer(run);
        }
      } else {
        await(mailbox);
      }
    }
  }

  private void await(WorkerChannel.Mailbox mailbox) {
    try {
      mailbox.bell().await(() -> closed || !mailbox.ring().isEmpty(), Deadline.never());
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a fake worker", e);
    }
  }

  private void answer(Run run) {
    if (nanos > 0) {
      LockSupport.parkNanos(nanos);
    }
    new Finished(
            run.task().number(),
            run.instance(),
            run.attempt(),
            Math.max(nanos, NO_OP_NANOS),
            ResourceUse.NONE,
            Finished.Succeeded.WITHOUT_OUTPUTS)
        .write(writer);
    while (!channel.events().offer(writer.bytes(), writer.length())) {
      coordinator.ring();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    coordinator.ring();
  }
}
