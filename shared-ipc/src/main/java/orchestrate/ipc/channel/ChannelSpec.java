package orchestrate.ipc.channel;

import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.ObjectKind;

/**
 * What a channel is made with.
 *
 * @param capacity so many bytes are on their way in each direction before senders wait; rounded up
 *     to a power of two
 */
public record ChannelSpec(int capacity) {
  static final int LEAST = 1 << 6;
  static final int MOST = 1 << 26;

  /** Elements of some bytes each go through without a wait in most programs. */
  public static final ChannelSpec DEFAULT = new ChannelSpec(1 << 16);

  /**
   * @throws IllegalArgumentException if the capacity isn't from 1 to 64 MiB
   */
  public ChannelSpec {
    if (capacity < 1 || capacity > MOST) {
      throw new IllegalArgumentException(
          "a channel of %d bytes: from 1 to %d are possible".formatted(capacity, MOST));
    }
    capacity = Math.max(LEAST, Integer.highestOneBit(2 * capacity - 1));
  }

  /** For the session. */
  public Header header() {
    return new Header(ObjectKind.CHANNEL, capacity);
  }

  /** What a header says. */
  static ChannelSpec of(Header header) {
    return new ChannelSpec((int) header.parameters());
  }

  @Override
  public String toString() {
    return "channel of %d bytes each way".formatted(capacity);
  }
}
