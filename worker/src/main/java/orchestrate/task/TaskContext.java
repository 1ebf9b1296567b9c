package orchestrate.task;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import orchestrate.ipc.queue.ClosableQueue;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * What a running task knows of its run. For the task's own thread, and threads that it starts.
 *
 * <p>It speaks of jobs. In a process pool the objects are those of the pool's session, and what
 * only a job has throws {@link UnsupportedOperationException} and says so.
 */
public interface TaskContext {
  /** The task's name in the job file. */
  String task();

  /** The item that this instance is for; empty if the task has no {@code for-each}. */
  Optional<String> item();

  /** Which instance of the fan-out this is, counted from 0; 0 if there is none. */
  long instance();

  /** Which try this is, counted from 1. */
  int attempt();

  /** The folder of the job file. */
  Path directory();

  /** The path as the job file means it: relative to {@link #directory}. */
  default Path resolve(Path path) {
    return directory().resolve(path);
  }

  /**
   * The environment as a command of this task would see it, with its secrets: for programs that it
   * starts. {@code System.getenv} has neither those nor the task's own {@code env}.
   */
  Map<String, String> environment();

  /**
   * A secret that the task names under {@code secrets}. It is masked in what the task prints, and
   * in the message of an exception that it throws; an output must not have it.
   *
   * @throws java.util.NoSuchElementException if the task names none of that name
   */
  String secret(String name);

  /** Goes to the log of this attempt, as {@code System.out} and {@code System.err} do. */
  PrintStream log();

  /**
   * Gives a value to the tasks that need this one: {@code ${{ tasks.NAME.outputs.KEY }}}. It counts
   * if the task succeeds.
   */
  void output(String key, Object value);

  /**
   * A semaphore of the job, shared by all processes of the run.
   *
   * @throws java.util.NoSuchElementException if the job file has none of that name
   */
  SharedSemaphore semaphore(String name);

  /**
   * An event of the job, shared by all processes of the run.
   *
   * @throws java.util.NoSuchElementException if the job file has none of that name
   */
  SharedEvent event(String name);

  /**
   * A barrier of the job, shared by all processes of the run.
   *
   * @throws java.util.NoSuchElementException if the job file has none of that name
   */
  SharedBarrier barrier(String name);

  /**
   * A lock of the job, shared by all processes of the run. A task that ends without unlocking it is
   * told so in its log, and it is unlocked.
   *
   * @throws java.util.NoSuchElementException if the job file has none of that name
   * @throws IllegalStateException if the task has it already, by its {@code acquire}
   */
  SharedLock lock(String name);

  /**
   * A latch of the job, shared by all processes of the run.
   *
   * @throws java.util.NoSuchElementException if the job file has none of that name
   */
  SharedLatch latch(String name);

  /**
   * A counter of the job, shared by all processes of the run. It begins at 0.
   *
   * @throws java.util.NoSuchElementException if the job file has none of that name
   */
  SharedCounter counter(String name);

  /**
   * A queue of the job, shared by all processes of the run; commands have it by {@code orchestrate
   * sync queue}. A text has at most 4096 bytes in UTF-8. Who knows that nothing more will be put
   * closes it: then those who take know, too. In a queue by priority what is put has the priority
   * 0. What is in a durable queue when the run ends is there in the next one.
   *
   * @throws java.util.NoSuchElementException if the job file has none of that name
   */
  default ClosableQueue<String> queue(String name) {
    return queue(name, _ -> 0);
  }

  /**
   * The same queue, and what priority the texts have that are put by this object, if it is a queue
   * by priority; the smallest comes out first.
   *
   * @throws java.util.NoSuchElementException if the job file has none of that name
   */
  ClosableQueue<String> queue(String name, ToLongFunction<String> priority);

  /**
   * Has a part of this task's work run as a task of its own: by another worker that has nothing
   * else to do, or else by this one, while it waits in {@link #join}. It may fork others in turn,
   * to any depth, with any number of workers.
   *
   * <pre>{@code
   * record Sum(long from, long to) implements Task {
   *   @Override
   *   public void run(TaskContext context) throws Exception {
   *     if (to - from < 1_000_000) {
   *       context.output("sum", LongStream.range(from, to).sum());
   *     } else {
   *       long middle = (from + to) >>> 1;
   *       Subtask low = context.fork(new Sum(from, middle));
   *       Subtask high = context.fork(new Sum(middle, to));
   *       context.output(
   *           "sum", Long.parseLong(low.output("sum")) + Long.parseLong(high.output("sum")));
   *     }
   *   }
   * }
   * }</pre>
   *
   * <p>What holds for this task holds for its subtasks: its {@code env}, {@link #item}, {@link
   * #instance}, its {@code retry}. Its {@code timeout} goes for all of it together. A subtask does
   * not hold this task's semaphores and locks, and must not wait for them. This task ends when all
   * of its subtasks have ended; if it fails or is stopped, those are stopped.
   *
   * <p>For the task's own thread only, as are {@link #join} and the methods of {@link Subtask}.
   *
   * @param subtask a record, whose components have the types that {@code with} can give; of a class
   *     on this task's class path
   * @throws IllegalArgumentException if it is anything else, its values take more than 30,000
   *     bytes, or one of them has a {@link #secret} in it
   * @throws UnsupportedOperationException on a virtual thread ({@code workers.threads: virtual})
   */
  Subtask fork(Task subtask);

  /**
   * Waits until all subtasks that this task has forked have ended. A task that returns without has
   * joined them all the same.
   *
   * @throws SubtaskFailedException if one has failed for good and nobody was told yet; the next of
   *     such failures are its suppressed exceptions
   * @throws InterruptedException if this task is asked to stop
   */
  void join() throws InterruptedException;
}
