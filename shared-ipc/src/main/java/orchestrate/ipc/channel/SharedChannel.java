package orchestrate.ipc.channel;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.PassedCodec;
import orchestrate.ipc.queue.UndecodableElementException;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A pipe between two processes, for elements, in both directions. Each process has an end, and
 * sends there what the other receives.
 *
 * <pre>{@code
 * try (SharedChannel<String> channel = session.channel("shell", Codec.strings())) {
 *   channel.send("hello");                      // in one process
 *   String answer = channel.receive();
 * }
 * // in the other
 * for (String line = channel.receive(); ; line = channel.receive()) {
 *   channel.send(answerTo(line));               // until ChannelClosedException
 * }
 * }</pre>
 *
 * <p><b>Ends.</b> The first two sessions that ask for the channel take its ends; the third is
 * refused. A session that asks again gets the end that it has. An end is taken once: it is over
 * when it is closed, or its session is, or its process dies. To use the name for another pair,
 * {@linkplain orchestrate.ipc.session.Session#remove remove} the channel when nobody has it open.
 *
 * <p><b>Capacity.</b> Elements can be sent before there is anybody to receive them, until the
 * channel's bytes are used up; then senders wait. An element may be larger than the channel: it
 * goes in parts, and its sender waits for the receiver to take them.
 *
 * <p><b>The end.</b> When the other end is over, what was sent there before can still be received.
 * Then {@link #receive} and {@link #poll} throw {@link ChannelClosedException}, which says whether
 * it was closed or its process died; so does {@link #send} at once, for nobody would receive it. An
 * element whose sender died in the middle of it is not received.
 *
 * <p>Thread-safe: the elements of several threads don't mix, those of one thread come in its order.
 * Any thread may wait, virtual ones, too. What a thread did before it sent an element
 * happens-before what another does, in the other process, after receiving it. Waits end by {@link
 * InterruptedException} when interrupted; then the element wasn't sent, or nothing was received.
 *
 * <p>Serializable by its name, with its codec: what is read back is the end of the process that
 * reads it. So a process passes a channel to another as it passes a queue.
 *
 * @param <E> the type of the elements
 */
@SuppressWarnings("serial") // a reference is written in its place
public final class SharedChannel<E> implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1;
  private static final int FIRST_TRY_BYTES = 512;

  /** The longest array that a JVM is sure to make. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final ChannelEnd end;
  private final Codec<E> codec;

  /**
   * For the session: takes an end, if this session has none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if the elements are those of another codec
   * @throws IllegalStateException if others have taken both ends; says who
   */
  public SharedChannel(ChannelMemory memory, Codec<E> codec) {
    this.end = memory.end(codec.name());
    this.codec = codec;
  }

  /** Its name in the session. */
  public String name() {
    return end.memory().name();
  }

  /**
   * Sends an element; waits for room as long as it takes.
   *
   * @throws ChannelClosedException if this end or the other is over
   * @throws IllegalArgumentException if the element has 2 GiB or more
   */
  public void send(E element) throws InterruptedException {
    sendBefore(element, Deadline.never());
  }

  /**
   * Sends an element if there is room in time.
   *
   * @return false if there wasn't; then it is not received, not even a part of it
   * @throws ChannelClosedException if this end or the other is over
   * @throws IllegalArgumentException if the element has 2 GiB or more
   */
  public boolean offer(E element, Duration allowed) throws InterruptedException {
    return sendBefore(element, Deadline.after(allowed));
  }

  /**
   * The next element; waits for it as long as it takes.
   *
   * @throws ChannelClosedException if this end is over, or the other is and nothing is left
   * @throws UndecodableElementException if the codec can't read it
   */
  public E receive() throws InterruptedException {
    return Objects.requireNonNull(receiveBefore(Deadline.never()), "no limit, so no end of time");
  }

  /**
   * The next element, or null if it isn't there in time.
   *
   * @throws ChannelClosedException if this end is over, or the other is and nothing is left
   * @throws UndecodableElementException if the codec can't read it
   */
  public @Nullable E poll(Duration allowed) throws InterruptedException {
    return receiveBefore(Deadline.after(allowed));
  }

  /**
   * Closes this end; threads that wait here get {@link ChannelClosedException}. Does nothing if
   * that was done.
   */
  @Override
  public void close() {
    end.close();
  }

  private boolean sendBefore(E element, Deadline deadline) throws InterruptedException {
    Objects.requireNonNull(element);
    byte[] bytes = new byte[FIRST_TRY_BYTES];
    long length = encode(element, bytes);
    while (length > bytes.length) {
      if (length > MOST_BYTES) {
        throw new IllegalArgumentException(
            "channel '%s': the element has %d bytes; an element can have up to %d"
                .formatted(name(), length, MOST_BYTES));
      }
      bytes = new byte[(int) Math.min(MOST_BYTES, Math.max(length, 2L * bytes.length))];
      length = encode(element, bytes);
    }
    return end.send(bytes, (int) length, deadline);
  }

  private long encode(E element, byte[] bytes) {
    return codec.encode(element, MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  private @Nullable E receiveBefore(Deadline deadline) throws InterruptedException {
    byte[] bytes = end.receive(deadline);
    if (bytes == null) {
      return null;
    }
    MemorySegment memory = MemorySegment.ofArray(bytes);
    try {
      return Objects.requireNonNull(codec.decode(memory, 0, bytes.length));
    } catch (Throwable e) {
      throw new UndecodableElementException(
          "channel '%s'".formatted(name()), memory, 0, bytes.length, e);
    }
  }

  private Object writeReplace() throws ObjectStreamException {
    return new Reference<>(end.memory(), PassedCodec.of(end.memory(), codec));
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a channel is passed by its name");
  }

  /** What is written in its place. */
  @SuppressWarnings("serial") // see PassedCodec
  private record Reference<E>(ChannelMemory memory, Codec<E> codec) implements Serializable {
    private Object readResolve() {
      return new SharedChannel<>(memory, codec);
    }
  }

  @Override
  public String toString() {
    return end.memory().toString();
  }
}
