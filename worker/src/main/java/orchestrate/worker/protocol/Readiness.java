package orchestrate.worker.protocol;

import java.util.Map;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * Worker to coordinator: the service that a lane runs is ready, or was not in time. It is told once
 * of an attempt, and not at all of one that ends before.
 *
 * @param outputs for the tasks that need it, as far as it has given any by now
 * @param lacking what was looked at, and what was seen there last; null if it is ready
 */
public record Readiness(
    int task, int attempt, Map<String, String> outputs, @Nullable String lacking)
    implements LaneReport {
  /** With which its bytes begin: no {@link Finished} begins so. */
  static final int MARK = Finished.BEYOND_FLAGS;

  @Override
  public void write(MessageWriter out) {
    out.reset().putVarLong(MARK).putVarLong(task).putVarLong(attempt).putMap(outputs);
    out.putString(lacking == null ? null : Finished.cut(lacking));
  }

  static Readiness readRest(MessageReader in) {
    return new Readiness(in.getVarInt(), in.getVarInt(), in.getMap(), in.getNullableString());
  }
}
