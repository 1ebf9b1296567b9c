package orchestrate.coordinator.pool;

import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageRing;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.worker.protocol.LaneReport;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Stop;
import orchestrate.worker.protocol.SubtaskAnswer;
import orchestrate.worker.protocol.SubtaskBoard;
import orchestrate.worker.protocol.TaskDefinition;
import org.jspecify.annotations.Nullable;

/** Puts messages into rings and takes them out, with buffers that serve all lanes in turn. */
final class Wire {
  private final MessageWriter writer = new MessageWriter();
  private byte[] message = new byte[0];
  private MessageReader reader = new MessageReader(message);

  /** Makes the bytes of the message that is offered next. */
  int encode(TaskDefinition task) {
    task.write(writer);
    return writer.length();
  }

  /** The same, for an attempt that the lane of that number is to run. */
  int encode(Run run, int lane) {
    run.write(writer);
    return writer.putVarLong(lane).length();
  }

  int encode(Stop stop) {
    stop.write(writer);
    return writer.length();
  }

  /** Puts an answer on a board, in a place that was taken. */
  void answer(SubtaskBoard board, int place, SubtaskAnswer answer) {
    answer.write(writer);
    board.answer(place, writer);
  }

  /** Puts in what was encoded last; false if there is no room now. */
  boolean offer(MessageRing ring) {
    return ring.offer(writer.bytes(), writer.length());
  }

  /** What a lane tells; null if nothing new. */
  @Nullable LaneReport poll(MessageRing ring) {
    if (message.length < ring.maxMessage()) {
      message = new byte[ring.maxMessage()];
      reader = new MessageReader(message);
    }
    return ring.poll(message) < 0 ? null : LaneReport.read(reader);
  }
}
