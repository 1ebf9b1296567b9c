package orchestrate.pool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way: waiting, given to a worker, or over. Its mutable part is guarded by the pool's
 * lock.
 */
final class Job<T extends @Nullable Object> {
  /** Makes the result of a reply. */
  interface Reader<T extends @Nullable Object> {
    T read(Incoming in) throws java.io.IOException;
  }

  private final Object task;
  private final byte[] message;
  private final @Nullable Path file;
  private final Reader<T> reader;
  private final PoolFuture<T> future;
  private final @Nullable Duration timeout;
  private final List<String> losses = new ArrayList<>(0);
  private int retriesLeft;
  private long number;
  private volatile @Nullable WorkerHandle worker;
  private long ringPosition;
  private boolean over;

  /**
   * @param task as the user knows it
   * @param message as a worker is told it
   * @param file of a value that is too long for a ring
   * @param retries how often it may be run once more after its worker was lost
   */
  Job(
      Object task,
      byte[] message,
      @Nullable Path file,
      Reader<T> reader,
      int retries,
      @Nullable Duration timeout) {
    this.task = task;
    this.message = message;
    this.file = file;
    this.reader = reader;
    this.retriesLeft = retries;
    this.timeout = timeout;
    this.future = new PoolFuture<>();
  }

  Object task() {
    return task;
  }

  byte[] message() {
    return message;
  }

  @Nullable Path file() {
    return file;
  }

  Reader<T> reader() {
    return reader;
  }

  PoolFuture<T> future() {
    return future;
  }

  @Nullable Duration timeout() {
    return timeout;
  }

  /** Which call of the pool it is: a new one each time that it is given to a worker. */
  long number() {
    return number;
  }

  void given(WorkerHandle to, long asNumber, long position) {
    worker = to;
    number = asNumber;
    ringPosition = position;
  }

  void takenBack() {
    worker = null;
  }

  /** The worker that has it; null if none has. */
  @Nullable WorkerHandle worker() {
    return worker;
  }

  /** Where in the worker's ring its message ends. */
  long ringPosition() {
    return ringPosition;
  }

  /** Its worker was lost while it ran. Says whether it may be tried once more. */
  boolean mayRetry(String cause) {
    losses.add(cause);
    return retriesLeft-- > 0;
  }

  /** What became of its workers. */
  List<String> losses() {
    return losses;
  }

  /** Nobody waits for it any more. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }
}
