package orchestrate.worker.protocol;

import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;

/**
 * Coordinator to worker, on the control ring: stop this attempt, or the whole worker.
 *
 * @param lane the lane that the attempt was given to; {@link #WORKER} ends the worker once its
 *     lanes are idle
 * @param attempt the attempt's count, so that a late message can't stop the next one
 * @param force false asks (TERM, interrupt), true ends it (KILL)
 */
public record Stop(int lane, int task, long instance, int attempt, boolean force) {
  public static final int WORKER = -1;

  /** The message that ends a worker. */
  public static Stop worker() {
    return new Stop(WORKER, 0, 0, 0, false);
  }

  /** Writes the message. */
  public void write(MessageWriter out) {
    out.reset().putInt(lane).putInt(task).putLong(instance).putInt(attempt).putInt(force ? 1 : 0);
  }

  /** Reads the message that {@link #write} wrote. */
  public static Stop read(MessageReader in) {
    in.reset();
    return new Stop(in.getInt(), in.getInt(), in.getLong(), in.getInt(), in.getInt() == 1);
  }
}
