package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.util.Objects;
import orchestrate.ipc.channel.ChannelSpec;
import orchestrate.ipc.channel.SharedChannel;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * A channel, in one direction. It counts bytes, and lengths take some, so it has room for somewhat
 * fewer elements than the others.
 */
final class ChannelQueue implements ElementQueue {
  private static final ChannelSpec SPEC = new ChannelSpec(CAPACITY * ELEMENT_BYTES);

  private final Session session;
  private final @Nullable SharedChannel<byte[]> channel;

  private ChannelQueue(Session session, @Nullable SharedChannel<byte[]> channel) {
    this.session = session;
    this.channel = channel;
  }

  /** Takes an end. */
  static ChannelQueue of(Session session) {
    return new ChannelQueue(session, session.channel("channel", SPEC, Codec.bytes()));
  }

  /** Only keeps the session. */
  static ChannelQueue without(Session session) {
    return new ChannelQueue(session, null);
  }

  @Override
  public void put(byte[] element) throws InterruptedException {
    Objects.requireNonNull(channel).send(element);
  }

  @Override
  public byte[] take() throws InterruptedException {
    return Objects.requireNonNull(channel).receive();
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}
