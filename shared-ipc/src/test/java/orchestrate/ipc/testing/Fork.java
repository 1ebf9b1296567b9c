package orchestrate.ipc.testing;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Something that is done in a thread of its own. Whoever waits for its result learns where it hangs
 * if it does.
 */
public final class Fork<T> {
  /** Only reached by what would never end. */
  private static final Duration FOREVER = Duration.ofMinutes(5);

  private final FutureTask<T> result;
  private final Thread thread;

  private Fork(Callable<T> task) {
    this.result = new FutureTask<>(task);
    this.thread = Thread.ofPlatform().daemon().name("fork").start(result);
  }

  public static <T> Fork<T> start(Callable<T> task) {
    return new Fork<>(task);
  }

  public Thread thread() {
    return thread;
  }

  public boolean isDone() {
    return result.isDone();
  }

  /**
   * What it returned.
   *
   * @throws ExecutionException with what it threw
   */
  public T result() throws ExecutionException, InterruptedException {
    try {
      return result.get(FOREVER.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      String stack =
          Arrays.stream(thread.getStackTrace())
              .map(frame -> "\n  at " + frame)
              .collect(Collectors.joining());
      throw new AssertionError("it hangs:" + stack, e);
    }
  }
}
