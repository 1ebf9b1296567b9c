package orchestrate.worker.protocol;

import java.util.function.IntFunction;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;

/**
 * Coordinator to worker, on the ring of a lane. An attempt is followed by the number of the lane
 * that is to run it: others may share the ring.
 */
public sealed interface LaneMessage permits TaskDefinition, Run {
  /** With which the bytes of a definition begin. */
  int DEFINITION = 0;

  /** With which the bytes of an attempt begin. */
  int RUN = 1;

  /** Writes the message. */
  void write(MessageWriter out);

  /**
   * Reads a message that {@link #write} wrote.
   *
   * @param defined the tasks that this lane was told of, by number
   */
  static LaneMessage read(MessageReader in, IntFunction<TaskDefinition> defined) {
    int kind = in.reset().getVarInt();
    return switch (kind) {
      case DEFINITION -> TaskDefinition.readRest(in);
      case RUN -> Run.readRest(in, defined);
      default -> throw new IllegalStateException("unknown kind of message: " + kind);
    };
  }
}
