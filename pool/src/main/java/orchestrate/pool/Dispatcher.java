package orchestrate.pool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The heart of a pool: takes calls in, and sees to it that they are run and answered.
 *
 * <p>Whoever submits hands the call to an idle worker itself, under the lock. One thread, the
 * pool's, collects the replies, starts and ends workers, and gives them what waits.
 */
final class Dispatcher {
  /** How soon it is looked whether somebody waits behind a long call. */
  private static final Duration REBALANCE = Duration.ofMillis(1);

  /**
   * @param wanted whether somebody waits for it still
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Answered(Job<?> job, byte[] reply, boolean wanted) {}

  private final Settings settings;
  private final Values values;
  private final ReentrantLock lock = new ReentrantLock();
  private final Home home;
  private final Agenda agenda;
  private final Crew crew;
  private final Backlog backlog;
  private final Replies replies;
  private final Readers readers = new Readers();
  private final Outcomes outcomes;
  private final Stopping stopping;
  private final Losses losses;
  private final Staffing staffing;
  private final CountDownLatch ended = new CountDownLatch(1);

  // Guarded by the lock.
  private boolean shutdown;
  private @Nullable RuntimeException broken;

  Dispatcher(Settings settings, Values values) {
    this.settings = settings;
    this.values = values;
    this.home = new Home(settings);
    this.agenda = new Agenda(home);
    this.crew = new Crew(settings.workers(), settings.maxTasksPerWorker());
    this.backlog = new Backlog(crew, this::given);
    this.replies = new Replies(crew, this::take);
    this.outcomes = new Outcomes(home, values, agenda, readers);
    this.stopping = new Stopping(lock, agenda, backlog, outcomes, settings.killAfter());
    this.losses =
        new Losses(settings.name(), lock, home, crew, backlog, replies, outcomes, this::breakDown);
    this.staffing = new Staffing(lock, agenda, home, crew, losses);
    Thread.ofPlatform().daemon().name(settings.name()).start(this::runOrBreak);
  }

  /** Where values are kept that are too long for a ring; waits for the pool's start. */
  Place place() {
    return home.await();
  }

  Home home() {
    return home;
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
                stopping.abandon(job, interrupt);
              }
            });
    lock.lock();
    try {
      if (shutdown || broken != null) {
        job.end();
        outcomes.drop(job);
        throw broken != null
            ? new RejectedExecutionException(settings.name() + " is broken", broken)
            : new RejectedExecutionException(settings.name() + " has been shut down");
      }
      backlog.add(job);
      if (!backlog.deal()) {
        agenda.order();
      }
    } finally {
      lock.unlock();
    }
    return job.future();
  }

  /** Takes no more, and ends when what it has is done. */
  void shutdown() {
    outcomes.await();
    lock.lock();
    try {
      shutdown = true;
    } finally {
      lock.unlock();
    }
    agenda.order();
  }

  /** The same, and stops what is there. Returns what had not begun. */
  List<Job<?>> shutdownNow() {
    List<Job<?>> dropped;
    List<Job<?>> running = new ArrayList<>();
    outcomes.await();
    lock.lock();
    try {
      shutdown = true;
      for (WorkerHandle worker : crew) {
        backlog.takeBack(worker);
        if (worker.first() != null) {
          running.add(worker.first());
        }
      }
      dropped = backlog.takeAll();
    } finally {
      lock.unlock();
    }
    running.forEach(job -> job.future().cancel(true));
    dropped.forEach(job -> job.future().cancel(true));
    agenda.order();
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

  // The pool's thread

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

  private void addFirstWorker() throws IOException {
    lock.lock();
    try {
      staffing.add(1);
    } finally {
      lock.unlock();
    }
  }

  private void run() throws IOException, InterruptedException {
    while (true) {
      agenda.begin();
      boolean any = replies.take();
      Deadline deadline;
      lock.lock();
      try {
        crew.forEach(WorkerHandle::lookWhetherUp);
        agenda.ring();
        readers.look();
        backlog.rebalance();
        backlog.deal();
        staffing.add(backlog.missingWorkers());
        staffing.endIdle(shutdown && backlog.isIdle());
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
    return agenda.hasNews() || replies.areThere() || crew.hasNewcomer();
  }

  private boolean isOver() {
    return (shutdown || broken != null) && crew.isEmpty() && outcomes.areRead();
  }

  private Deadline deadline() {
    Duration left = agenda.left();
    if (crew.isUneven()) {
      left = sooner(left, REBALANCE);
    }
    if (readers.areBehind()) {
      left = sooner(left, Readers.PATIENCE);
    }
    return left == null ? Deadline.never() : Deadline.after(left);
  }

  private static Duration sooner(@Nullable Duration one, Duration other) {
    return one != null && one.compareTo(other) < 0 ? one : other;
  }

  /** A worker has been given the call. */
  private void given(Job<?> job) {
    stopping.watch(job);
  }

  // Replies

  /** A thread that waits for a call. */
  private void help(Job<?> job) {
    try {
      if (!replies.lookFor(job)) {
        return;
      }
    } catch (IOException e) {
      agenda.post(
          () -> {
            throw new UncheckedIOException("a reply can't be read", e);
          });
    }
    lock.lock();
    try {
      WorkerHandle worker = job.worker();
      if (!backlog.deal()
          || shutdown
          || (worker != null && worker.isRetiring())
          || readers.areBehind()) {
        agenda.order();
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(WorkerHandle worker, List<byte[]> replies) throws IOException {
    if (Incoming.kind(replies.getFirst()) == Kinds.NOT_INITIALIZED) {
      breakDown(notInitialized(worker, replies.getFirst()));
      return;
    }
    var answered = new ArrayList<Answered>(replies.size());
    lock.lock();
    try {
      losses.forgiveFutileOnes();
      for (byte[] reply : replies) {
        answered.add(answered(worker, reply));
      }
      backlog.deal();
    } finally {
      lock.unlock();
    }
    for (Answered each : answered) {
      outcomes.drop(each.job());
      if (each.wanted()) {
        outcomes.tell(each.job(), each.reply(), worker.label());
      } else {
        outcomes.discard(each.reply());
      }
    }
  }

  private Answered answered(WorkerHandle worker, byte[] reply) {
    Job<?> job = worker.answered(Incoming.call(reply));
    crew.took(Incoming.nanos(reply));
    if (Incoming.kind(reply) == Kinds.JVM_FAILED || crew.isWorn(worker)) {
      backlog.takeBack(worker);
      worker.retire();
    }
    return new Answered(job, reply, outcomes.end(job));
  }

  private RuntimeException notInitialized(WorkerHandle worker, byte[] message) throws IOException {
    Throwable why =
        Thrown.read(Incoming.of(message, message.length, home.folder()), values, worker.label());
    return new IllegalStateException(
        "the initializer of %s has failed in %s: %s"
            .formatted(settings.name(), worker.label(), why),
        why);
  }

  // The end

  /** It can't go on: everybody who waits is told why. */
  private void breakDown(RuntimeException why) {
    lock.lock();
    try {
      if (broken == null) {
        broken = why;
      }
      List<Job<?>> all = backlog.takeAll();
      for (WorkerHandle worker : crew) {
        all.addAll(worker.takeAll());
        worker.kill("the pool is broken");
      }
      all.forEach(job -> outcomes.fail(job, requireNonNull(broken)));
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
