package orchestrate.worker.protocol;

import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;

/**
 * What an attempt has used: a command with all descendants that were waited for, a Java task on its
 * own thread.
 *
 * @param peakBytes the resident memory of the largest process; 0 if it isn't known
 */
public record ResourceUse(long userNanos, long systemNanos, long peakBytes) {
  /** Nothing, or nothing that was measured. */
  public static final ResourceUse NONE = new ResourceUse(0, 0, 0);

  /** Whether it is the same as {@link #NONE}. */
  public boolean isNone() {
    return cpuNanos() == 0 && peakBytes == 0;
  }

  /** On processors, whether in the program or in the kernel for it. */
  public long cpuNanos() {
    return userNanos + systemNanos;
  }

  /** Both together: times are added, of the peaks the higher one counts. */
  public ResourceUse and(ResourceUse other) {
    return new ResourceUse(
        userNanos + other.userNanos,
        systemNanos + other.systemNanos,
        Math.max(peakBytes, other.peakBytes));
  }

  /** Writes it as a part of a message. */
  public void write(MessageWriter out) {
    out.putLong(userNanos).putLong(systemNanos).putLong(peakBytes);
  }

  /** Reads what {@link #write} wrote. */
  public static ResourceUse read(MessageReader in) {
    return new ResourceUse(in.getLong(), in.getLong(), in.getLong());
  }
}
