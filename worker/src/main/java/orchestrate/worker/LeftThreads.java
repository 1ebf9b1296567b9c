package orchestrate.worker;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * The threads that tasks of a lane leave running: in a worker that lives on they add up. They are
 * in the thread group of the lane, unless the task asked for another; virtual threads are in none.
 *
 * <p>To look takes microseconds, so it is done now and then: what is found may be of an earlier
 * task. Belongs to the lane's thread.
 */
final class LeftThreads {
  /** So that looking costs a thousandth of the time, whatever the tasks are. */
  private static final long LOOK_EVERY_NANOS = 10_000_000;

  /** Threads that are about to end, such as those of an executor that was shut down, may. */
  private static final long GRACE_NANOS = 100_000_000;

  /** Then it is known of this job, and nobody shall wait for its threads any more. */
  private static final int MOST_REPORTS = 20;

  private static final int MOST_NAMES = 5;

  private long lastLook = System.nanoTime() - LOOK_EVERY_NANOS;
  private Set<Thread> known = Set.of();
  private int reports;

  /** Whether it is time to look again. */
  boolean isDue(long now) {
    return now - lastLook >= LOOK_EVERY_NANOS && reports < MOST_REPORTS;
  }

  /** Names of threads that were not there when this looked last; few of them, and a count. */
  List<String> look() {
    Set<Thread> now = running();
    List<Thread> left = now.stream().filter(thread -> !known.contains(thread)).toList();
    if (!left.isEmpty()) {
      awaitEndOf(left);
      left = left.stream().filter(Thread::isAlive).toList();
    }
    known = now;
    lastLook = System.nanoTime();
    if (!left.isEmpty()) {
      reports++;
    }
    return left.stream().map(LeftThreads::describe).toList();
  }

  /** For a person: some of the names. */
  static String summary(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return names.size() <= MOST_NAMES
        ? some
        : some + ", and %d more".formatted(names.size() - MOST_NAMES);
  }

  private static Set<Thread> running() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    var threads = new Thread[group.activeCount() + 64];
    group.enumerate(threads);
    var running = new HashSet<Thread>();
    Arrays.stream(threads)
        .filter(Objects::nonNull)
        .filter(LeftThreads::isOfATask)
        .forEach(running::add);
    return running;
  }

  /** The common pool is Java's own, and its threads end by themselves. */
  @SuppressWarnings("ReferenceEquality") // a thread's equals may say anything
  private static boolean isOfATask(Thread thread) {
    return thread != Thread.currentThread()
        && !(thread instanceof ForkJoinWorkerThread worker
            && worker.getPool() == ForkJoinPool.commonPool());
  }

  private static void awaitEndOf(List<Thread> threads) {
    long deadline = System.nanoTime() + GRACE_NANOS;
    boolean interrupted = Thread.interrupted();
    try {
      for (Thread thread : threads) {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      interrupted = true; // A stop that came too late for the task.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String describe(Thread thread) {
    return "%s (%s%s)"
        .formatted(thread.getName(), thread.isDaemon() ? "daemon, " : "", thread.getState());
  }
}
