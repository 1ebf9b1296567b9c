package orchestrate.worker.protocol;

import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;

/** Worker to coordinator, on the ring of a lane: what has become of an attempt. */
public sealed interface LaneReport permits Finished, Readiness {
  /** Writes the message. */
  void write(MessageWriter out);

  /** Reads a message that {@link #write} wrote. */
  static LaneReport read(MessageReader in) {
    int first = in.reset().getVarInt();
    return first == Readiness.MARK ? Readiness.readRest(in) : Finished.readRest(in, first);
  }
}
