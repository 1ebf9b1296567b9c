package orchestrate.pool;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The results of a {@code map}, as they are asked for: takes items, sends them in chunks, and never
 * has more chunks under way than keep all workers busy. Belongs to the thread that asks.
 */
final class Mapping<R extends @Nullable Object> extends Spliterators.AbstractSpliterator<R>
    implements AutoCloseable {
  /** Of one worker: one that it is at, and others that are sent, waited for, and read meanwhile. */
  private static final int CHUNKS_PER_WORKER = 4;

  interface ChunkSender {
    PoolFuture<Chunk> send(@Nullable Object[] items);
  }

  private final Iterator<?> items;
  private final ChunkSender sender;
  private final boolean ordered;
  private final int mostChunks;
  private final ChunkSize size;
  private final ArrayDeque<PoolFuture<Chunk>> inOrder = new ArrayDeque<>();
  private final LinkedBlockingQueue<PoolFuture<Chunk>> asCompleted = new LinkedBlockingQueue<>();
  private final Set<PoolFuture<Chunk>> underWay = ConcurrentHashMap.newKeySet();
  private @Nullable Object[] results = {};
  private int next;
  private @Nullable Throwable failure;

  /**
   * @param chunk items in each; 0 if that is to be found out
   */
  Mapping(Iterator<?> items, ChunkSender sender, int workers, boolean ordered, int chunk) {
    super(Long.MAX_VALUE, ordered ? Spliterator.ORDERED : 0);
    this.items = items;
    this.sender = sender;
    this.ordered = ordered;
    this.mostChunks = CHUNKS_PER_WORKER * workers;
    this.size = new ChunkSize(chunk);
  }

  @Override
  @SuppressWarnings("unchecked")
  public boolean tryAdvance(Consumer<? super R> action) {
    while (next == results.length) {
      throwIfFailed();
      send();
      if (underWay.isEmpty()) {
        return false;
      }
      receive();
    }
    R result = (R) results[next];
    results[next++] = null; // It is the receiver's alone now.
    action.accept(result);
    return true;
  }

  private void send() {
    while (underWay.size() < mostChunks && items.hasNext()) {
      @Nullable Object[] chunk = new Object[size.next()];
      int count = 0;
      while (count < chunk.length && items.hasNext()) {
        chunk[count++] = items.next();
      }
      PoolFuture<Chunk> future =
          sender.send(count == chunk.length ? chunk : Arrays.copyOf(chunk, count));
      underWay.add(future);
      if (ordered) {
        inOrder.add(future);
      } else {
        var _ = future.whenComplete((_, _) -> asCompleted.add(future));
      }
    }
  }

  private void receive() {
    try {
      PoolFuture<Chunk> future = ordered ? inOrder.remove() : asCompleted.take();
      Chunk chunk = future.get();
      underWay.remove(future);
      results = chunk.results();
      next = 0;
      failure = chunk.failure();
      size.took(results.length, chunk.nanos());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CompletionException("interrupted while waiting for a result", e);
    } catch (java.util.concurrent.ExecutionException e) {
      failure = e.getCause();
      throwIfFailed();
    }
  }

  private void throwIfFailed() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> {
        close();
        throw e;
      }
      case Error e -> {
        close();
        throw e;
      }
      case Throwable e -> {
        close();
        throw new CompletionException(e);
      }
    }
  }

  /** Stops what is under way. */
  @Override
  public void close() {
    underWay.forEach(future -> future.cancel(true));
    underWay.clear();
    inOrder.clear();
  }
}
