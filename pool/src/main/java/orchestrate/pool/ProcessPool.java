package orchestrate.pool;

import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import orchestrate.ipc.session.Session;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ExecutorService} whose threads are processes: JVMs of this machine, each of which runs
 * one task at a time. What Python's {@code ProcessPoolExecutor} is to Python.
 *
 * <pre>{@code
 * try (ProcessPool pool = ProcessPool.create()) {
 *   PoolFuture<Integer> answer = pool.submit(() -> slow(42));
 *   List<Integer> lengths = pool.map(words, String::length).toList();
 * }
 * }</pre>
 *
 * <p>Tasks, their results and what they throw are serialised. A lambda can be sent if all that it
 * captures can; what it changes there is not seen here. Workers have the class path of this
 * process, and what they print appears where this process prints.
 *
 * <p><b>If a worker dies</b>, be it by {@code kill -9}, only the task that it was at is lost: it is
 * run again, as often as {@link Builder#retries} allows, or its future fails with a {@link
 * WorkerLostException}. All others get their results, and the pool goes on. If this process dies,
 * its workers end at once, with all that they have started.
 *
 * <p>Workers are started when they are needed, the first one at once, in the background. They end
 * with the pool: close it, or let the JVM end.
 *
 * <p>Thread-safe. What a thread does before it submits a task happens-before the task runs, and
 * that before its result is seen.
 */
public final class ProcessPool implements ExecutorService {
  private static final AtomicLong POOLS = new AtomicLong();

  private final Settings settings;
  private final Dispatcher dispatcher;
  private final Sender sender;

  private ProcessPool(Settings settings, Values values) {
    this.settings = settings;
    this.dispatcher = new Dispatcher(settings, values);
    this.sender = new Sender(settings, values, dispatcher);
  }

  /** A pool with as many workers as there are processors. */
  public static ProcessPool create() {
    return builder().build();
  }

  /** A pool with up to that many workers. */
  public static ProcessPool of(int workers) {
    return builder().workers(workers).build();
  }

  /** For a pool that is not like most. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs the task in a worker.
   *
   * @throws TaskFormatException if it can't be serialised
   * @throws java.util.concurrent.RejectedExecutionException if the pool was shut down, or is broken
   */
  public <T extends @Nullable Object> PoolFuture<T> submit(RemoteCallable<T> task) {
    return submit((Callable<T>) task);
  }

  /** The same for a task without a result. */
  public PoolFuture<@Nullable Void> submit(RemoteRunnable task) {
    return sender.run(task);
  }

  /**
   * The same for a task that must not take longer than {@code timeout}, from when it begins: then
   * it is stopped, as by {@link PoolFuture#cancel cancel(true)}, and the future fails with a {@link
   * TimeoutException}.
   */
  public <T extends @Nullable Object> PoolFuture<T> submit(
      RemoteCallable<T> task, Duration timeout) {
    return sender.call(task, timeout);
  }

  /** The same; the task must be serialisable. */
  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(Callable<T> task) {
    return sender.call(task);
  }

  /** The same; the task must be serialisable. */
  @Override
  public PoolFuture<?> submit(Runnable task) {
    return sender.run(task);
  }

  /** The same; the task must be serialisable. The result is not sent anywhere. */
  @Override
  public <T extends @Nullable Object> PoolFuture<T> submit(Runnable task, T result) {
    return sender.run(task, result);
  }

  /**
   * Runs a task as jobs have them: what a job file names as {@code class}. It is sent as it is if
   * it is {@link java.io.Serializable}; else it must be a record, and is made anew in the worker
   * from what its components have, as a job makes it from {@code with}.
   *
   * <p>Its context has the objects of the pool's {@link #session}, by name; they must have been
   * made there. It has no item, no instance but 0 and no secrets, and its task's name is that of
   * the class. {@link TaskContext#attempt} and {@link TaskContext#fork} are not supported. Permits
   * and locks that it keeps are given back when it ends.
   *
   * @return what the task gave by {@link TaskContext#output}
   * @throws TaskFormatException if it is neither serialisable nor such a record; says why
   */
  public PoolFuture<Map<String, String>> submit(Task task) {
    return sender.run(task, settings.timeout());
  }

  /**
   * The same for a task that must not take longer than {@code timeout}, as {@link
   * #submit(RemoteCallable, Duration)}.
   */
  public PoolFuture<Map<String, String>> submit(Task task, Duration timeout) {
    return sender.run(task, timeout);
  }

  /** The same for {@link #execute(Runnable)}, with a lambda. */
  public void execute(RemoteRunnable task) {
    execute((Runnable) task);
  }

  /**
   * Runs the task in a worker; it must be serialisable. If it fails, that is told to the uncaught
   * exception handler of the calling thread, as a thread pool would do it.
   */
  @Override
  public void execute(Runnable task) {
    Thread caller = Thread.currentThread();
    var _ =
        sender
            .run(task)
            .whenComplete(
                (_, failure) -> {
                  if (failure != null && !(failure instanceof CancellationException)) {
                    caller.getUncaughtExceptionHandler().uncaughtException(caller, failure);
                  }
                });
  }

  /**
   * What the function makes of each item, in the order of the items.
   *
   * <p>Lazy: items are taken and sent, many at a time if they are quick, as results are asked for,
   * and never more than keep the workers busy. So items and results may be endless, and need not
   * fit into memory together. The function is read once by each worker: what it keeps in its fields
   * stays from item to item there.
   *
   * <p>If an item fails, the stream has the results of those before it and then throws: what the
   * function threw, if unchecked, else a {@link java.util.concurrent.CompletionException} with that
   * as its cause. What is under way is then stopped; so it is when the stream is closed.
   *
   * <p>The stream belongs to one thread, and is not to be made parallel.
   */
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> map(
      Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> function) {
    return map(items, function, true, 0);
  }

  /**
   * The same with so many items in each chunk that is sent; 1 if each is worth its own.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> map(
      Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> function, int chunk) {
    return map(items, function, true, Builder.positive("chunk", chunk));
  }

  /**
   * As {@link #map(Iterable, RemoteFunction)}, with the results in the order in which they come.
   */
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> mapUnordered(
      Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> function) {
    return map(items, function, false, 0);
  }

  /**
   * As {@link #map(Iterable, RemoteFunction, int)}, with the results in the order in which they
   * come.
   */
  public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> mapUnordered(
      Iterable<? extends T> items, RemoteFunction<? super T, ? extends R> function, int chunk) {
    return map(items, function, false, Builder.positive("chunk", chunk));
  }

  private <R extends @Nullable Object> Stream<R> map(
      Iterable<?> items, RemoteFunction<?, ?> function, boolean ordered, int chunk) {
    var mapping =
        new Mapping<R>(
            items.iterator(), sender.mapper(function), settings.workers(), ordered, chunk);
    return StreamSupport.stream(mapping, false).onClose(mapping::close);
  }

  /**
   * The futures, each as soon as it is done: those that are done already first. The stream waits
   * for the next one; it belongs to one thread.
   */
  public static <T extends @Nullable Object> Stream<CompletableFuture<T>> asCompleted(
      Collection<? extends CompletableFuture<T>> futures) {
    var done = new LinkedBlockingQueue<CompletableFuture<T>>();
    for (CompletableFuture<T> future : futures) {
      var _ = future.whenComplete((_, _) -> done.add(future));
    }
    return Stream.generate(() -> take(done)).limit(futures.size());
  }

  private static <E> E take(LinkedBlockingQueue<E> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CompletionException(
          "interrupted while waiting for a result", e);
    }
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks) throws InterruptedException {
    return invokeAll(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  @Override
  public <T extends @Nullable Object> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return Invocations.all(this, tasks, timeout, unit);
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return invokeAny(tasks, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nobody lives that long", e);
    }
  }

  @Override
  public <T extends @Nullable Object> T invokeAny(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return Invocations.any(this, tasks, timeout, unit);
  }

  /** The pool takes no more tasks, and ends when those are done that it has. */
  @Override
  public void shutdown() {
    dispatcher.shutdown();
  }

  /**
   * The pool takes no more tasks, and stops those that it has, as by {@link PoolFuture#cancel
   * cancel(true)}.
   *
   * @return those that had not begun; their futures are cancelled
   */
  @Override
  public List<Runnable> shutdownNow() {
    return dispatcher.shutdownNow().stream().map(job -> asRunnable(job.task())).toList();
  }

  private static Runnable asRunnable(Object task) {
    return task instanceof Runnable runnable ? runnable : new NotBegun(task);
  }

  /** A task with a result, as {@link #shutdownNow} has to return it. */
  private record NotBegun(Object task) implements Runnable {
    @Override
    public void run() {
      if (!(task instanceof Callable<?> callable)) {
        throw new UnsupportedOperationException(
            "a part of a map, or a task of a job, can't be run by itself");
      }
      try {
        callable.call();
      } catch (Exception e) {
        throw new java.util.concurrent.CompletionException(e);
      }
    }
  }

  @Override
  public boolean isShutdown() {
    return dispatcher.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return dispatcher.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return dispatcher.awaitTermination(timeout, unit);
  }

  /**
   * The session of the pool, in which its workers take part: for semaphores, queues and other
   * objects that tasks share. It is closed with the pool.
   */
  public Session session() {
    return dispatcher.home().session();
  }

  /** The workers that there are at this moment. */
  public List<ProcessHandle> processes() {
    return dispatcher.processes();
  }

  @Override
  public String toString() {
    return "%s (%d of %d workers)"
        .formatted(settings.name(), processes().size(), settings.workers());
  }

  /** How a pool is to be. Not thread-safe. */
  public static final class Builder {
    private static final Duration KILL_AFTER = Duration.ofSeconds(1);

    private int workers = Runtime.getRuntime().availableProcessors();
    private int retries;
    private @Nullable Duration timeout;
    private Duration killAfter = KILL_AFTER;
    private long maxTasksPerWorker = Long.MAX_VALUE;
    private byte[] initializer = {};
    private String filter = "maxdepth=10000";
    private List<String> jvmOptions = List.of();
    private @Nullable List<Path> classPath;

    private Builder() {}

    /** The most workers at a time; by default as many as there are processors. */
    public Builder workers(int most) {
      workers = positive("workers", most);
      return this;
    }

    /**
     * How often a task is run again whose worker died while it ran; by default never, since it may
     * have done half of its work. A task that throws is not run again.
     */
    public Builder retries(int most) {
      if (most < 0) {
        throw new IllegalArgumentException("retries must not be negative, not " + most);
      }
      retries = most;
      return this;
    }

    /**
     * How long a task, or a chunk of a {@code map}, may take from when it begins; by default for
     * ever.
     */
    public Builder timeout(Duration longest) {
      timeout = positive("timeout", longest);
      return this;
    }

    /** How long a task that is to stop may go on after it was interrupted; by default a second. */
    public Builder killAfter(Duration grace) {
      killAfter = positive("killAfter", grace);
      return this;
    }

    /** A worker is replaced after so many tasks, or chunks; by default never. */
    public Builder maxTasksPerWorker(int most) {
      maxTasksPerWorker = positive("maxTasksPerWorker", most);
      return this;
    }

    /**
     * What each worker does before its first task. If it throws, the pool is broken, and says why.
     */
    public Builder initializer(RemoteRunnable action) {
      initializer = Sender.serialized(action);
      return this;
    }

    /** Options of the workers' JVMs, such as {@code -Xmx1g}. */
    public Builder jvmOptions(String... options) {
      jvmOptions = List.of(options);
      return this;
    }

    /**
     * Where workers find the classes of tasks: archives and folders. By default that of the context
     * class loader of the thread that builds the pool, and of the loaders above it, as far as it is
     * in files, and then that of this JVM. The pool's own classes are added, if they are in files.
     */
    public Builder classPath(List<Path> paths) {
      classPath = List.copyOf(paths);
      return this;
    }

    /**
     * Which classes may be read, here and in workers, besides the filter that the JVM has: a
     * pattern as {@link ObjectInputFilter.Config#createFilter} takes it. By default all, nested up
     * to ten thousand deep: nobody but this user's processes can write into the channel.
     */
    public Builder serialFilter(String pattern) {
      var _ = ObjectInputFilter.Config.createFilter(pattern);
      filter = pattern;
      return this;
    }

    /**
     * Starts the pool, in the background.
     *
     * @throws IllegalStateException if no class path was given and the program's own can't be told
     *     to a JVM, as that of an archive within another; says what to do
     */
    public ProcessPool build() {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      var settings =
          new Settings(
              "process pool " + POOLS.incrementAndGet(),
              workers,
              retries,
              timeout,
              killAfter,
              maxTasksPerWorker,
              initializer,
              filter,
              new Launch(OwnClassPath.whole(classPath, context), jvmOptions, workers));
      ClassLoader loader = context == null ? ClassLoader.getSystemClassLoader() : context;
      return new ProcessPool(
          settings, new Values(loader, ObjectInputFilter.Config.createFilter(filter)));
    }

    private static int positive(String what, int number) {
      if (number < 1) {
        throw new IllegalArgumentException("%s must be at least 1, not %d".formatted(what, number));
      }
      return number;
    }

    private static Duration positive(String what, Duration duration) {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException(
            "%s must be longer than nothing, not %s".formatted(what, duration));
      }
      return duration;
    }
  }
}
