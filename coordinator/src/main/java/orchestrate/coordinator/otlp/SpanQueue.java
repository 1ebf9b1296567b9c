package orchestrate.coordinator.otlp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Spans that wait to be sent: a bounded number of bytes. Thread-safe. */
final class SpanQueue {
  /** So many go in one request, as in OpenTelemetry's own batches. */
  static final int BATCH = 512;

  /** Some 15,000 spans: a run of 100,000 short tasks is ahead of most collectors for a while. */
  private static final long USUAL_MOST_BYTES = 8 << 20;

  /** A few are not sent before they are so old. */
  private static final Duration USUAL_AGE = Duration.ofSeconds(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final long mostBytes;
  private final Duration age;
  private long bytes;
  private boolean ended;

  SpanQueue() {
    this(USUAL_MOST_BYTES, USUAL_AGE);
  }

  SpanQueue(long mostBytes, Duration age) {
    this.mostBytes = mostBytes;
    this.age = age;
  }

  /** Adds one if there is room; else it is dropped. */
  void add(byte[] span) {
    lock.lock();
    try {
      if (bytes + span.length > mostBytes) {
        return;
      }
      waiting.add(span);
      bytes += span.length;
      if (waiting.size() == 1 || waiting.size() == BATCH) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** There are no more. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes those that are to be sent next, when it is time; none if there are no more. */
  List<byte[]> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !ended) {
        changed.await();
      }
      long left = age.toNanos();
      while (waiting.size() < BATCH && !ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      var batch = new ArrayList<byte[]>(Math.min(BATCH, waiting.size()));
      while (batch.size() < BATCH && !waiting.isEmpty()) {
        byte[] span = waiting.remove();
        bytes -= span.length;
        batch.add(span);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for so long; false if there are no more, and it is of no use to wait. */
  boolean goesOnAfter(Duration pause) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = pause.toNanos();
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up those that wait. */
  void clear() {
    lock.lock();
    try {
      waiting.clear();
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
