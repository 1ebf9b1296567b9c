package orchestrate.worker.protocol;

import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;

/**
 * Coordinator to worker, on the control ring: stop this attempt, or the whole worker.
 *
 * @param lane the lane that the attempt was given to; {@link #WORKER} ends the worker once its
 *     lanes are idle
 * @param attempt the attempt's count, so that a late message can't stop the next one
 * @param subtask its id, or 0
 * @param rung how far up the ladder we are
 */
public record Stop(int lane, int task, long instance, int attempt, long subtask, Rung rung) {
  /** What is done to an attempt, one after the other, until it ends. */
  public enum Rung {
    /** It is asked: TERM, or an interrupt. */
    ASK(0),
    /** A Java task that goes on all the same shows in its log where it is. */
    SHOW(1),
    /** It is ended: KILL. */
    FORCE(2);

    private final int code;

    Rung(int code) {
      this.code = code;
    }

    private static Rung of(int code) {
      for (Rung rung : values()) {
        if (rung.code == code) {
          return rung;
        }
      }
      throw new IllegalStateException("unknown rung: " + code);
    }
  }

  public static final int WORKER = -1;

  /** The message that ends a worker. */
  public static Stop worker() {
    return new Stop(WORKER, 0, 0, 0, 0, Rung.ASK);
  }

  /** Writes the message. */
  public void write(MessageWriter out) {
    out.reset().putInt(lane).putInt(task).putLong(instance).putInt(attempt).putLong(subtask);
    out.putInt(rung.code);
  }

  /** Reads the message that {@link #write} wrote. */
  public static Stop read(MessageReader in) {
    in.reset();
    return new Stop(
        in.getInt(), in.getInt(), in.getLong(), in.getInt(), in.getLong(), Rung.of(in.getInt()));
  }
}
