package orchestrate.pool;

import org.jspecify.annotations.Nullable;

/** What the pool itself has to say instead of a result. */
record Failure<T extends @Nullable Object>(Throwable why, Runnable afterwards)
    implements PoolFuture.Answer<T> {
  @Override
  public PoolFuture.Result<T> read() {
    afterwards.run();
    return new PoolFuture.Result<>(null, why);
  }

  @Override
  public void discard() {
    afterwards.run();
  }
}
