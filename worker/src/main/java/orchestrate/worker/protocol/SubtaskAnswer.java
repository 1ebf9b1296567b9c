package orchestrate.worker.protocol;

import java.util.Map;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;

/** Coordinator to lane, on its {@link SubtaskBoard}: what has become of a subtask. */
public sealed interface SubtaskAnswer {
  /** It has ended well. */
  record Succeeded(Map<String, String> outputs) implements SubtaskAnswer {}

  /** It has failed for good. */
  record Failed(String reason) implements SubtaskAnswer {}

  /** It is to be run again: here, or wherever it is taken from here. */
  record Again(int attempt) implements SubtaskAnswer {}

  int SUCCEEDED = 0;
  int FAILED = 1;
  int AGAIN = 2;

  /** Writes the message. */
  default void write(MessageWriter out) {
    switch (this) {
      case Succeeded(var outputs) -> out.reset().putVarLong(SUCCEEDED).putMap(outputs);
      case Failed(String reason) -> out.reset().putVarLong(FAILED).putString(reason);
      case Again(int attempt) -> out.reset().putVarLong(AGAIN).putVarLong(attempt);
    }
  }

  /** Reads the message that {@link #write} wrote. */
  static SubtaskAnswer read(MessageReader in) {
    int kind = in.reset().getVarInt();
    return switch (kind) {
      case SUCCEEDED -> new Succeeded(in.getMap());
      case FAILED -> new Failed(in.getString());
      case AGAIN -> new Again(in.getVarInt());
      default -> throw new IllegalStateException("unknown kind of answer: " + kind);
    };
  }
}
