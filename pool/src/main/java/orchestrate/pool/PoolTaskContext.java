package orchestrate.pool;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.ToLongFunction;
import orchestrate.ipc.queue.ClosableQueue;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.task.Subtask;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;
import orchestrate.worker.Borrowed;
import orchestrate.worker.LastingPrintStream;
import orchestrate.worker.TaskEnvironment;

/**
 * What a job's task knows of its run when a pool runs it: the objects are those of the pool's
 * session. What only a job has it says to be missing.
 */
final class PoolTaskContext implements TaskContext {
  private final String task;
  private final Session session;
  private final PrintStream log = new LastingPrintStream(System.out);
  private final Borrowed borrowed = new Borrowed(this::log);
  private final Map<String, String> outputs = new LinkedHashMap<>();

  private PoolTaskContext(String task, Session session) {
    this.task = task;
    this.session = session;
  }

  /** Runs the task; returns its outputs. */
  static Map<String, String> run(Task task, Session session) throws Exception {
    var context = new PoolTaskContext(task.getClass().getSimpleName(), session);
    try {
      task.run(context);
      return context.outputs();
    } finally {
      context.borrowed.giveBack();
    }
  }

  private synchronized Map<String, String> outputs() {
    return Map.copyOf(outputs);
  }

  /** The name of its class. */
  @Override
  public String task() {
    return task;
  }

  @Override
  public Optional<String> item() {
    return Optional.empty();
  }

  @Override
  public long instance() {
    return 0;
  }

  @Override
  public int attempt() {
    throw new UnsupportedOperationException(
        "task %s runs in a process pool, which does not say to a task which attempt it is; a job does"
            .formatted(task));
  }

  /** The working directory, which is that of the process that has the pool. */
  @Override
  public Path directory() {
    return Path.of("").toAbsolutePath();
  }

  @Override
  public Map<String, String> environment() {
    return TaskEnvironment.with(Map.of());
  }

  @Override
  public String secret(String name) {
    throw new NoSuchElementException(
        "task %s has no secret `%s`: it runs in a process pool, which has none; pass it as a parameter"
            .formatted(task, name));
  }

  @Override
  public PrintStream log() {
    return log;
  }

  @Override
  public synchronized void output(String key, Object value) {
    outputs.put(key, value.toString());
  }

  @Override
  public SharedSemaphore semaphore(String name) {
    return borrowed.lend(session.findSemaphore(name));
  }

  @Override
  public SharedLock lock(String name) {
    return borrowed.lend(session.findLock(name));
  }

  @Override
  public SharedEvent event(String name) {
    return session.findEvent(name);
  }

  @Override
  public SharedBarrier barrier(String name) {
    return session.findBarrier(name);
  }

  @Override
  public SharedLatch latch(String name) {
    return session.findLatch(name);
  }

  @Override
  public SharedCounter counter(String name) {
    return session.findCounter(name);
  }

  @Override
  public ClosableQueue<String> queue(String name, ToLongFunction<String> priority) {
    return session.findQueue(name, Codec.strings().withPriority(priority));
  }

  @Override
  public Subtask fork(Task subtask) {
    throw new UnsupportedOperationException(
        "task %s can't fork: it runs in a process pool; who has the pool can submit %s to it as well"
            .formatted(task, subtask.getClass().getSimpleName()));
  }

  /** Returns at once: nothing was forked. */
  @Override
  public void join() {}
}
