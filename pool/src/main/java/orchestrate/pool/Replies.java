package orchestrate.pool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes the replies out of the rings of all workers, one thread at a time: the pool's, or one that
 * waits for a short call and looks for its reply itself.
 */
final class Replies {
  /** Is given replies of a worker that came together, in order. */
  interface Taker {
    void take(WorkerHandle worker, List<byte[]> replies) throws IOException;
  }

  /** So that who waits for the first one is not kept waiting. */
  private static final int MOST_TOGETHER = 64;

  /** How long who waits for a call looks, and how long calls may be for that. */
  private static final long LOOK_NANOS = 50_000;

  private final Crew crew;
  private final Taker taker;
  private final ReentrantLock reading = new ReentrantLock();
  private final byte[] reply = new byte[Outgoing.LONGEST + Outgoing.HEADER];

  Replies(Crew crew, Taker taker) {
    this.crew = crew;
    this.taker = taker;
  }

  /** Whether {@link #take} would find something. */
  boolean areThere() {
    for (WorkerHandle worker : crew) {
      if (!worker.link().replies().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Says whether there were any. */
  boolean take() throws IOException {
    boolean any = false;
    for (WorkerHandle worker : crew) {
      any |= takeFrom(worker);
    }
    return any;
  }

  boolean takeFrom(WorkerHandle worker) throws IOException {
    reading.lock();
    try {
      return read(worker);
    } finally {
      reading.unlock();
    }
  }

  private boolean read(WorkerHandle worker) throws IOException {
    WorkerLink link = worker.link();
    boolean any = false;
    for (List<byte[]> some = poll(link); !some.isEmpty(); some = poll(link)) {
      any = true;
      some.forEach(told -> worker.hasTold(Incoming.valueNumber(told)));
      taker.take(worker, some);
    }
    if (any && link.lacksRoom()) {
      link.setLacksRoom(false);
      link.callBell().ring();
    }
    return any;
  }

  private List<byte[]> poll(WorkerLink link) {
    int length = link.replies().poll(reply);
    if (length < 0) {
      return List.of();
    }
    var some = new ArrayList<byte[]>();
    while (length >= 0) {
      some.add(Arrays.copyOf(reply, length));
      length = some.size() < MOST_TOGETHER ? link.replies().poll(reply) : -1;
    }
    return some;
  }

  /**
   * A thread that waits for a call looks for its reply for about as long as it would take to wake
   * the pool's thread, which would then have to wake it.
   *
   * @return whether it did
   */
  boolean lookFor(Job<?> job) throws IOException {
    WorkerHandle worker = job.worker();
    if (worker == null
        || crew.nanosPerCall() > LOOK_NANOS
        || Thread.currentThread().isVirtual()
        || !reading.tryLock()) {
      return false;
    }
    try {
      if (crew.has(worker)) {
        look(job, worker);
        read(worker); // What came unheard.
      }
      return true;
    } finally {
      reading.unlock();
    }
  }

  private void look(Job<?> job, WorkerHandle worker) throws IOException {
    long start = System.nanoTime();
    worker.link().setWatched(true);
    try {
      while (!job.future().hasAnswer() && System.nanoTime() - start < LOOK_NANOS) {
        if (worker.link().replies().isEmpty()) {
          Thread.onSpinWait();
        } else {
          read(worker);
        }
      }
    } finally {
      worker.link().setWatched(false);
    }
  }

  /** The worker is not in the crew any more: does that when nobody looks for its replies. */
  void thenNobodyReads(Home.Task action) throws IOException {
    reading.lock();
    try {
      action.run();
    } finally {
      reading.unlock();
    }
  }
}
