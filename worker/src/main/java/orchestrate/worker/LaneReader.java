package orchestrate.worker;

import java.util.function.ObjIntConsumer;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.wait.Deadline;
import orchestrate.worker.protocol.LaneMessage;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.TaskDefinition;
import orchestrate.worker.protocol.WorkerChannel.Mailbox;

/**
 * Reads what the coordinator sends to a lane, or to all lanes that share a mailbox: remembers the
 * tasks, and hands on the attempts. On a thread of its own, which is that of the lane if it has
 * one.
 */
final class LaneReader {
  private final Mailbox mailbox;
  private final LaneTasks tasks;
  private volatile boolean closed;

  LaneReader(Mailbox mailbox, TaskClasses classes) {
    this.mailbox = mailbox;
    this.tasks = new LaneTasks(classes);
  }

  LaneTasks tasks() {
    return tasks;
  }

  /**
   * Until it is closed.
   *
   * @param lanes is given each attempt, and the number of the lane that is to run it
   */
  void run(ObjIntConsumer<Run> lanes) {
    var message = new byte[mailbox.ring().maxMessage()];
    var reader = new MessageReader(message);
    while (!closed) {
      if (mailbox.ring().poll(message) >= 0) {
        switch (LaneMessage.read(reader, tasks::get)) {
          case TaskDefinition task -> tasks.define(task);
          case Run run -> lanes.accept(run, reader.getVarInt());
        }
      } else {
        await();
      }
    }
  }

  private void await() {
    try {
      mailbox.bell().await(() -> closed || !mailbox.ring().isEmpty(), Deadline.never());
    } catch (InterruptedException e) {
      // The interrupt was meant for a task that had just ended.
    }
  }

  /** Takes no more messages: what waits is for others. From any thread. */
  void close() {
    closed = true;
    mailbox.bell().ring();
  }
}
