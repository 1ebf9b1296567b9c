package orchestrate.pool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The heart of a pool: which worker is given which call, and what becomes of both.
 *
 * <p>Whoever submits hands the call to an idle worker itself, under the lock; one thread collects
 * the replies, starts and ends workers, and gives them what waits. A worker has a call waiting in
 * its ring only if calls are short, so that it need not wait for the next; what waits there is
 * taken back as soon as another worker has nothing to do.
 *
 * <p>A worker that dies takes down only the call that it was at. What it had finished counts, what
 * it had not begun with is given to others.
 */
final class Dispatcher {
  private static final Duration ENDING_PATIENCE = Duration.ofSeconds(2);

  /** How often in a row workers may die before they take calls. */
  private static final int MOST_FUTILE = 3;

  /** How soon it is looked whether somebody waits behind a long call. */
  private static final Duration REBALANCE = Duration.ofMillis(1);

  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();

  private final ArrayDeque<Job<?>> waiting = new ArrayDeque<>();
  private final Crew crew;
  private final Replies replies;
  private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final Alarms alarms = new Alarms();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Home home;
  private final Values values;
  private long calls;
  private int workersMade;
  private int futile;
  private int unread;
  private boolean shutdown;
  private @Nullable RuntimeException broken;

  /** Whether the pool's thread is to look what there is to do. */
  private volatile boolean ordered;

  Dispatcher(Settings settings, Values values) {
    this.settings = settings;
    this.values = values;
    this.crew = new Crew(settings.workers(), settings.maxTasksPerWorker());
    this.replies = new Replies(crew, this::take);
    this.home = new Home(settings);
    Thread.ofPlatform().daemon().name(settings.name()).start(this::runOrBreak);
  }

  /** Where values are kept that are too long for a ring; waits for the pool's start. */
  Place place() {
    return home.await();
  }

  Home home() {
    return home;
  }

  int workers() {
    return settings.workers();
  }

  /**
   * @throws RejectedExecutionException if the pool takes no more, or is broken: says why
   */
  <T extends @Nullable Object> PoolFuture<T> submit(Job<T> job) {
    job.future()
        .isBroughtBy(
            new PoolFuture.Bringer() {
              @Override
              public void help() {
                Dispatcher.this.help(job);
              }

              @Override
              public void abandon(boolean interrupt) {
                Dispatcher.this.abandon(job, interrupt);
              }
            });
    lock.lock();
    try {
      if (shutdown || broken != null) {
        job.end();
        drop(job);
        throw broken != null
            ? new RejectedExecutionException(settings.name() + " is broken", broken)
            : new RejectedExecutionException(settings.name() + " has been shut down");
      }
      waiting.addLast(job);
      if (!dispatch()) {
        order();
      }
    } finally {
      lock.unlock();
    }
    return job.future();
  }

  /** Takes no more, and ends when what it has is done. */
  void shutdown() {
    lock.lock();
    try {
      shutdown = true;
    } finally {
      lock.unlock();
    }
    order();
  }

  /** The same, and stops what is there. Returns what had not begun. */
  List<Job<?>> shutdownNow() {
    List<Job<?>> dropped = new ArrayList<>();
    List<Job<?>> running = new ArrayList<>();
    lock.lock();
    try {
      shutdown = true;
      for (WorkerHandle worker : crew) {
        takeBack(worker);
        if (worker.first() != null) {
          running.add(worker.first());
        }
      }
      dropped.addAll(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    running.forEach(job -> job.future().cancel(true));
    dropped.forEach(job -> job.future().cancel(true));
    order();
    return dropped;
  }

  boolean isShutdown() {
    lock.lock();
    try {
      return shutdown || broken != null;
    } finally {
      lock.unlock();
    }
  }

  boolean isTerminated() {
    return ended.getCount() == 0;
  }

  boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return ended.await(timeout, unit);
  }

  /** The processes that the pool has now. */
  List<ProcessHandle> processes() {
    return crew.processes();
  }

  // The rest runs in the pool's thread, or under the lock, or both.

  private void runOrBreak() {
    try {
      home.open(this::addFirstWorker, this::end);
      run();
    } catch (Throwable e) {
      breakDown(new IllegalStateException(settings.name() + " has failed: " + e.getMessage(), e));
    } finally {
      end();
    }
  }

  private void run() throws IOException, InterruptedException {
    while (true) {
      ordered = false;
      for (Runnable next = posted.poll(); next != null; next = posted.poll()) {
        next.run();
      }
      boolean any = replies.take();
      Deadline deadline;
      lock.lock();
      try {
        crew.forEach(WorkerHandle::lookWhetherUp);
        alarms.ring();
        rebalance();
        dispatch();
        startWorkers();
        endIdleWorkers();
        if (isOver()) {
          return;
        }
        deadline = deadline();
      } finally {
        lock.unlock();
      }
      if (!any) {
        home.bell().await(this::hasNews, deadline);
      }
    }
  }

  private boolean hasNews() {
    if (ordered || !posted.isEmpty()) {
      return true;
    }
    return replies.areThere() || crew.hasNewcomer();
  }

  private Deadline deadline() {
    Duration left = alarms.left();
    if (crew.isUneven() && (left == null || left.compareTo(REBALANCE) > 0)) {
      left = REBALANCE;
    }
    return left == null ? Deadline.never() : Deadline.after(left);
  }

  // Replies

  /** A thread that waits for a call. */
  private void help(Job<?> job) {
    try {
      if (!replies.lookFor(job)) {
        return;
      }
    } catch (IOException e) {
      post(
          () -> {
            throw new UncheckedIOException("a reply can't be read", e);
          });
    }
    lock.lock();
    try {
      WorkerHandle worker = job.worker();
      if (!dispatch() || shutdown || (worker != null && worker.isRetiring())) {
        order();
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(WorkerHandle worker, byte[] reply, int length) throws IOException {
    int kind = Incoming.kind(reply);
    byte[] message = java.util.Arrays.copyOf(reply, length);
    if (kind == Kinds.NOT_INITIALIZED) {
      breakDown(notInitialized(worker, message));
      return;
    }
    Job<?> job;
    boolean wanted;
    lock.lock();
    try {
      job = worker.answered(Incoming.call(reply));
      futile = 0;
      crew.took(Incoming.nanos(reply));
      if (kind == Kinds.JVM_FAILED || crew.isWorn(worker)) {
        takeBack(worker);
        worker.retire();
      }
      wanted = !job.isOver();
      if (wanted) {
        job.end();
        unread++;
      }
    } finally {
      lock.unlock();
    }
    drop(job);
    if (wanted) {
      settle(job, message, worker.label());
    } else {
      Incoming.drop(message, home.folder());
    }
  }

  private <T extends @Nullable Object> void settle(Job<T> job, byte[] message, String worker) {
    job.future()
        .settle(new Reply<>(message, job.reader(), values, worker, home.folder(), this::read));
  }

  private RuntimeException notInitialized(WorkerHandle worker, byte[] message) throws IOException {
    Throwable why =
        Thrown.read(Incoming.of(message, message.length, home.folder()), values, worker.label());
    return new IllegalStateException(
        "the initializer of %s has failed in %s: %s"
            .formatted(settings.name(), worker.label(), why),
        why);
  }

  /** A result was read: nothing of it is left. */
  private void read() {
    lock.lock();
    try {
      unread--;
      if (!shutdown) {
        return;
      }
    } finally {
      lock.unlock();
    }
    order();
  }

  private void fail(Job<?> job, Throwable failure) {
    job.end();
    drop(job);
    unread++;
    settle(job, failure);
  }

  private <T extends @Nullable Object> void settle(Job<T> job, Throwable failure) {
    job.future().settle(new Failure<>(failure, this::read));
  }

  /** Its file, if there is one, is of no use any more. */
  private void drop(Job<?> job) {
    if (job.file() != null) {
      home.delete(job.file());
    }
  }

  // Giving calls

  /** Says whether nothing is left that waits for a worker to be started. */
  private boolean dispatch() {
    while (!waiting.isEmpty()) {
      Job<?> next = waiting.peekFirst();
      if (next.isOver()) {
        waiting.removeFirst();
        continue;
      }
      WorkerHandle worker = crew.best();
      if (worker == null || !worker.give(next, ++calls)) {
        break;
      }
      waiting.removeFirst();
      if (next.timeout() != null) {
        watch(next, next.number(), next.timeout());
      }
    }
    return missingWorkers() == 0;
  }

  private void rebalance() {
    if (crew.isUneven()) {
      crew.blocked().forEach(this::takeBack);
    }
  }

  /** What it has not begun with is the first that is given to another. */
  private void takeBack(WorkerHandle worker) {
    worker.withdraw().reversed().forEach(waiting::addFirst);
  }

  // Workers

  private int missingWorkers() {
    return broken == null ? crew.missing(waitingCalls()) : 0;
  }

  /** No more than would need all workers. */
  private int waitingCalls() {
    int count = 0;
    for (Job<?> job : waiting) {
      count += job.isOver() ? 0 : 1;
      if (count == settings.workers()) {
        break;
      }
    }
    return count;
  }

  private void startWorkers() throws IOException {
    for (int missing = missingWorkers(); missing > 0; missing--) {
      addWorker();
    }
  }

  private void addFirstWorker() throws IOException {
    lock.lock();
    try {
      addWorker();
    } finally {
      lock.unlock();
    }
  }

  private void addWorker() throws IOException {
    int number = ++workersMade;
    var worker = new WorkerHandle(number, home.link(number));
    crew.add(worker);
    home.start(
        number,
        process -> {
          lock.lock();
          try {
            worker.started(process);
          } finally {
            lock.unlock();
          }
          var _ = process.onExit().thenAccept(gone -> post(() -> lose(worker, gone.exitValue())));
        },
        failure -> post(() -> notStarted(worker, failure)));
  }

  private void notStarted(WorkerHandle worker, IOException failure) {
    lock.lock();
    try {
      crew.remove(worker);
      diedInVain(worker.label() + " could not be started: " + failure.getMessage(), "");
    } finally {
      lock.unlock();
    }
    clearUp(worker);
  }

  /** Before it took a call: if that goes on, no call will ever be taken. */
  private void diedInVain(String cause, String tail) {
    if (++futile >= MOST_FUTILE) {
      breakDown(
          new WorkerLostException(
              "%s: %d workers in a row died before they took a call; the last: %s"
                  .formatted(settings.name(), futile, cause),
              tail));
    }
  }

  private void order() {
    ordered = true;
    home.ring();
  }

  private void post(Runnable action) {
    posted.add(action);
    home.ring();
  }

  /** Those that retire, and all when the pool has nothing more to do. */
  private void endIdleWorkers() {
    boolean all = shutdown && isIdle();
    for (WorkerHandle worker : crew) {
      if (worker.load() == 0 && !worker.isEnding() && (all || worker.isRetiring())) {
        worker.end();
        if (worker.isUp()) {
          alarms.after(ENDING_PATIENCE, () -> worker.kill("it did not end when it was to"));
        } else {
          worker.kill("it was not needed any more");
        }
      }
    }
  }

  private boolean isIdle() {
    return waiting.stream().allMatch(Job::isOver) && crew.isIdle();
  }

  private boolean isOver() {
    return (shutdown || broken != null) && crew.isEmpty() && unread == 0;
  }

  private void lose(WorkerHandle worker, int exitValue) {
    try {
      worker.killAll(); // What its tasks have started may be there still.
      var _ = replies.takeFrom(worker); // What it has finished before it died counts.
      String tail = requireNonNull(worker.output()).end();
      lock.lock();
      try {
        crew.remove(worker);
        String cause = Autopsy.of(worker, exitValue);
        boolean futility = !worker.isUp() && worker.endedFor() == null;
        lose(worker, cause, tail);
        if (futility) {
          diedInVain(cause, tail);
        }
      } finally {
        lock.unlock();
      }
      clearUp(worker);
    } catch (IOException e) {
      throw new UncheckedIOException("a reply of " + worker.label() + " can't be read", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the thread of a pool", e);
    }
  }

  /** Nobody looks for its replies any more. */
  private void clearUp(WorkerHandle worker) {
    try {
      replies.thenNobodyReads(() -> home.discard(worker));
    } catch (IOException e) {
      throw new UncheckedIOException("can't clear up after " + worker.label(), e);
    }
  }

  private void lose(WorkerHandle worker, String cause, String tail) {
    long at = worker.link().current();
    for (Job<?> job : worker.takeAll().reversed()) {
      if (job.isOver()) {
        drop(job);
      } else if (job.number() != at || job.mayRetry(cause)) {
        waiting.addFirst(job);
      } else {
        String message =
            job.losses().size() == 1
                ? cause
                : "%s; %d attempts: %s"
                    .formatted(cause, job.losses().size(), String.join("; ", job.losses()));
        fail(job, new WorkerLostException(message, tail));
      }
    }
  }

  // Stopping calls

  /** Nobody waits for its result any more. */
  private void abandon(Job<?> job, boolean interrupt) {
    lock.lock();
    try {
      if (job.isOver()) {
        return;
      }
      job.end();
      WorkerHandle worker = job.worker();
      if (worker == null) {
        drop(job);
      } else if (interrupt) {
        stop(job, worker, "its call was cancelled");
      }
    } finally {
      lock.unlock();
    }
    order();
  }

  /** Interrupts it, and kills its worker if that does not help. */
  private void stop(Job<?> job, WorkerHandle worker, String reason) {
    if (worker.first() != job) {
      takeBack(worker);
    }
    if (job.worker() != worker) {
      drop(job);
      return;
    }
    long number = job.number();
    worker.link().stop(number);
    alarms.after(
        settings.killAfter(),
        () -> {
          if (job.worker() == worker && worker.first() == job) {
            takeBack(worker);
            worker.kill(reason + ", and did not end within " + text(settings.killAfter()));
          }
        });
    order(); // Its thread may sleep for longer than that.
  }

  /** Looks again when the call may be over time; it may begin long after it was given. */
  private void watch(Job<?> job, long number, Duration allowed) {
    Duration timeout = requireNonNull(job.timeout());
    alarms.after(
        allowed,
        () -> {
          WorkerHandle worker = job.worker();
          if (job.isOver() || worker == null || job.number() != number) {
            return;
          }
          long nanos = worker.link().nanosAtCurrent();
          boolean isAtIt = worker.link().current() == number;
          if (!isAtIt || nanos < timeout.toNanos()) {
            watch(job, number, isAtIt ? timeout.minusNanos(nanos) : timeout);
            return;
          }
          String why =
              "the task took longer than %s in %s".formatted(text(timeout), worker.label());
          job.end();
          unread++;
          settle(job, new TimeoutException(why + "; it was stopped"));
          stop(job, worker, why);
        });
  }

  private static String text(Duration duration) {
    return duration.toSeconds() < 10 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
  }

  // The end

  /** It can't go on: everybody who waits is told why. */
  private void breakDown(RuntimeException why) {
    List<Job<?>> all = new ArrayList<>();
    lock.lock();
    try {
      if (broken == null) {
        broken = why;
      }
      all.addAll(waiting);
      waiting.clear();
      for (WorkerHandle worker : crew) {
        all.addAll(worker.takeAll());
        worker.kill("the pool is broken");
      }
      all.removeIf(Job::isOver);
      all.forEach(job -> fail(job, requireNonNull(broken)));
    } finally {
      lock.unlock();
    }
  }

  /** Also when the JVM ends: nobody else would end the workers then. */
  private void end() {
    for (WorkerHandle worker : crew) {
      worker.kill("the pool has ended");
    }
    home.close();
    ended.countDown();
  }
}
