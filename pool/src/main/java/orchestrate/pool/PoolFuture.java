package orchestrate.pool;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task that a {@link ProcessPool} runs, when there is one.
 *
 * <p>It fails with what the task threw, as it was thrown, with a {@link RemoteTrace}; with a {@link
 * WorkerLostException} if the worker died; with a {@link TimeoutException} if the task took longer
 * than it may; or with a {@link TaskFormatException}. As with any {@link CompletableFuture} {@link
 * #get} wraps that into an {@link ExecutionException}, and {@link #join} into a {@link
 * java.util.concurrent.CompletionException}.
 *
 * <p>Unlike other completable futures it stands for something that can be stopped: {@link #cancel
 * cancel(true)} has the task interrupted, and its worker killed if that does not help. The same
 * happens if somebody else completes it, be it {@link #orTimeout}.
 *
 * <p>What depends on it (as by {@link #thenApply}) runs in a thread that waits for it, or in a
 * virtual thread, never in one of the pool: it may wait for other tasks.
 *
 * <p>Thread-safe. What the task did happens-before the result is seen.
 */
public final class PoolFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  /** The result, as it came. */
  interface Answer<T extends @Nullable Object> {
    /** What it is. Called once at most, or {@link #discard} is. */
    Result<T> read();

    /** Nobody wants it any more. */
    void discard();
  }

  /**
   * A result as the user sees it.
   *
   * @param failure null if it is a value
   */
  record Result<T extends @Nullable Object>(@Nullable T value, @Nullable Throwable failure) {}

  /** Opens for all and for good. */
  private static final class Gate extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;

    @Override
    protected int tryAcquireShared(int ignored) {
      return getState() == 1 ? 1 : -1;
    }

    @Override
    protected boolean tryReleaseShared(int ignored) {
      setState(1);
      return true;
    }
  }

  private final transient Gate gate = new Gate();
  private transient volatile @Nullable Answer<T> answer;

  /** Guarded by the gate. */
  private transient @Nullable Result<T> result;

  /** How many threads wait for the result: they read it, and no other need be woken for that. */
  private final transient AtomicInteger waiting = new AtomicInteger();

  /** Who brings the result. */
  private transient @Nullable Bringer bringer;

  /** Who brings the result. */
  interface Bringer {
    /** A thread waits for it, and may help for a moment: then it need not be woken. */
    void help();

    /** Nobody waits for it any more; the argument says whether what is under way is stopped. */
    void abandon(boolean interrupt);
  }

  PoolFuture() {}

  /** To be called before anybody else has the future. */
  void isBroughtBy(Bringer whom) {
    bringer = whom;
  }

  /**
   * The result has come.
   *
   * @return whether somebody waits for it, and so reads it; else {@link #publish} is to be called
   */
  boolean settle(Answer<T> came) {
    answer = came;
    gate.releaseShared(1);
    return waiting.get() > 0;
  }

  /** Reads the result if it has come. In all threads that ask: it is complete when this returns. */
  void publish() {
    Answer<T> came = answer;
    if (came == null) {
      return;
    }
    Result<T> read;
    synchronized (gate) {
      if (result == null && super.isDone()) {
        came.discard();
        result = new Result<>(null, null);
      } else if (result == null) {
        result = came.read();
      }
      read = result;
    }
    if (read.failure() != null) {
      super.completeExceptionally(read.failure());
    } else {
      super.complete(read.value());
    }
  }

  /** A thread begins to wait; it helps for a moment, as far as that pays. */
  private void beginWaiting() {
    waiting.incrementAndGet();
    if (!hasAnswer()) {
      requireNonNull(bringer).help();
    }
  }

  /** Whyever it waits no longer: if the result came meanwhile, it has been left to it. */
  private void endWaiting() {
    waiting.decrementAndGet();
    publish();
  }

  boolean hasAnswer() {
    return answer != null || super.isDone();
  }

  /** Its task will not be waited for: says whether this made the difference. */
  private boolean abandon(boolean done, boolean interrupt) {
    if (done) {
      gate.releaseShared(1);
      requireNonNull(bringer).abandon(interrupt);
    }
    return done;
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    try {
      beginWaiting();
      if (!hasAnswer()) {
        gate.acquireSharedInterruptibly(1);
      }
    } finally {
      endWaiting();
    }
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      beginWaiting();
      if (!hasAnswer() && !gate.tryAcquireSharedNanos(1, unit.toNanos(timeout))) {
        throw new TimeoutException(
            "no result within %d %s; the task goes on, cancel(true) would stop it"
                .formatted(timeout, unit.toString().toLowerCase(java.util.Locale.ROOT)));
      }
    } finally {
      endWaiting();
    }
    return super.get();
  }

  @Override
  public T join() {
    try {
      beginWaiting();
      if (!hasAnswer()) {
        gate.acquireShared(1);
      }
    } finally {
      endWaiting();
    }
    return super.join();
  }

  @Override
  public @Nullable T getNow(@Nullable T absent) {
    publish();
    return super.getNow(absent);
  }

  @Override
  public T resultNow() {
    publish();
    return super.resultNow();
  }

  @Override
  public Throwable exceptionNow() {
    publish();
    return super.exceptionNow();
  }

  @Override
  public State state() {
    publish();
    return super.state();
  }

  @Override
  public boolean isDone() {
    return hasAnswer();
  }

  @Override
  public boolean isCompletedExceptionally() {
    publish();
    return super.isCompletedExceptionally();
  }

  @Override
  public boolean isCancelled() {
    publish();
    return super.isCancelled();
  }

  /**
   * Stops the task. One that has not begun never will. One that runs is interrupted, and after the
   * pool's {@link ProcessPool.Builder#killAfter} its worker is killed, if {@code mayInterrupt};
   * else it runs on, and its result is thrown away.
   *
   * @return whether it was not done yet
   */
  @Override
  public boolean cancel(boolean mayInterrupt) {
    publish();
    return abandon(!super.isDone() && super.cancel(mayInterrupt), mayInterrupt);
  }

  /** As if the task had returned that; the task itself is stopped, as by {@link #cancel}. */
  @Override
  public boolean complete(T value) {
    publish();
    return abandon(super.complete(value), true);
  }

  /** As if the task had failed so; the task itself is stopped, as by {@link #cancel}. */
  @Override
  public boolean completeExceptionally(Throwable failure) {
    publish();
    return abandon(super.completeExceptionally(failure), true);
  }

  /** What depends on it is no task of the pool. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
