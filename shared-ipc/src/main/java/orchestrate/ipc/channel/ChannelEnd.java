package orchestrate.ipc.channel;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One end of a channel, as its process uses it: elements go through the rings in parts, so that one
 * may be larger than a ring.
 *
 * <pre>
 *   a message   flags 1 (FIRST, LAST) | part of an element
 * </pre>
 *
 * <p>A sender that gives up in the middle leaves parts without a last one; the first part of the
 * next element tells the receiver to drop them. A receiver that gives up keeps what it has for the
 * next time. At any time one thread sends and one receives, each with a lock; closing takes the
 * sender's, so that what was sent has gone before.
 */
final class ChannelEnd {
  private static final int FIRST = 1;
  private static final int LAST = 2;
  private static final int FLAGS = 1;

  private final ChannelMemory memory;
  private final int end;
  private final int other;
  private final EndThreads threads;
  private final MessageRing out;
  private final MessageRing in;
  private final ReentrantLock sending = new ReentrantLock();
  private final ReentrantLock receiving = new ReentrantLock();
  private final byte[] outgoing;
  private final byte[] incoming;
  private byte[] gathered = new byte[0];
  private int length;
  private boolean ended;
  private volatile boolean closed;

  ChannelEnd(ChannelMemory memory, int end) {
    this.memory = memory;
    this.end = end;
    this.other = 1 - end;
    this.threads = memory.threads(end);
    this.out = memory.ring(end);
    this.in = memory.ring(other);
    this.outgoing = new byte[out.maxMessage()];
    this.incoming = new byte[in.maxMessage()];
  }

  ChannelMemory memory() {
    return memory;
  }

  /** Sends an element; false if the time was up before all of it was on its way. */
  boolean send(byte[] element, int bytes, Deadline deadline) throws InterruptedException {
    if (!lock(sending, deadline)) {
      return false;
    }
    try {
      threads.uses(EndThreads.SENDS);
      int from = 0;
      do {
        int part = Math.min(bytes - from, outgoing.length - FLAGS);
        boolean last = from + part == bytes;
        outgoing[0] = (byte) ((from == 0 ? FIRST : 0) | (last ? LAST : 0));
        System.arraycopy(element, from, outgoing, FLAGS, part);
        if (!sendPart(FLAGS + part, deadline)) {
          return false;
        }
        from += part;
      } while (from < bytes);
      return true;
    } finally {
      sending.unlock();
    }
  }

  private boolean sendPart(int bytes, Deadline deadline) throws InterruptedException {
    while (true) {
      checkOpen();
      if (memory.isOver(other)) {
        throw memory.closed(other, false);
      }
      long consumed = out.consumed();
      if (out.offer(outgoing, bytes)) {
        memory.receiverBell(other).ring();
        return true;
      }
      if (deadline.expired()) {
        return false;
      }
      await(
          EndThreads.SENDS,
          memory.senderBell(end),
          () -> out.consumed() != consumed || isOver(),
          deadline);
    }
  }

  /** The next element; null if the time was up before all of it was there. */
  byte @Nullable [] receive(Deadline deadline) throws InterruptedException {
    if (!lock(receiving, deadline)) {
      return null;
    }
    try {
      threads.uses(EndThreads.RECEIVES);
      while (true) {
        checkOpen();
        boolean over = memory.isOver(other); // before the look: what it sent was sent before that
        if (ended) {
          throw memory.closed(other, false);
        }
        int bytes = in.poll(incoming);
        if (bytes >= 0) {
          memory.senderBell(other).ring();
          if (gather(bytes)) {
            return Arrays.copyOf(gathered, length);
          }
        } else if (over) {
          ended = true; // for good: a late thread of the dead may still send
        } else if (deadline.expired()) {
          return null;
        } else {
          await(
              EndThreads.RECEIVES,
              memory.receiverBell(end),
              () -> !in.isEmpty() || isOver(),
              deadline);
        }
      }
    } finally {
      receiving.unlock();
    }
  }

  private void await(int side, Doorbell bell, BooleanSupplier change, Deadline deadline)
      throws InterruptedException {
    threads.waits(side);
    try {
      bell.await(change, deadline);
    } finally {
      threads.goesOn(side);
    }
  }

  /** Adds a part; whether it was the last one. */
  private boolean gather(int bytes) {
    int part = bytes - FLAGS;
    if ((incoming[0] & FIRST) != 0) {
      length = 0;
    }
    if (gathered.length < length + part) {
      gathered = Arrays.copyOf(gathered, Math.max(length + part, 2 * gathered.length));
    }
    System.arraycopy(incoming, FLAGS, gathered, length, part);
    length += part;
    return (incoming[0] & LAST) != 0;
  }

  /** From now on this end neither sends nor receives; what it has sent can be received. */
  void close() {
    closed = true;
    if (!memory.region().isOpen()) {
      return; // it was closed with the session
    }
    memory.senderBell(end).ring();
    memory.receiverBell(end).ring();
    sending.lock();
    try {
      memory.close(end);
    } finally {
      sending.unlock();
    }
  }

  private boolean isOver() {
    return closed || memory.isOver(other);
  }

  private void checkOpen() {
    if (closed) {
      throw memory.closed(end, true);
    }
  }

  private static boolean lock(ReentrantLock lock, Deadline deadline) throws InterruptedException {
    if (deadline.isNever()) {
      lock.lockInterruptibly();
      return true;
    }
    return lock.tryLock(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
  }
}
