package orchestrate.worker;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import orchestrate.ipc.queue.ClosableQueue;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.task.Subtask;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.Run;
import org.jspecify.annotations.Nullable;

/** The context of the attempt that a lane runs. */
final class LaneTaskContext implements TaskContext {
  private final Run run;
  private final AttemptLog attemptLog;
  private final Lane lane;
  private final JavaTaskRunner runner;
  private final Borrowed borrowed = new Borrowed(this::log);
  private @Nullable SubtaskScope subtasks;
  private @Nullable Map<String, String> outputs;
  private int outputBytes;
  private @Nullable PrintStream log;

  LaneTaskContext(Run run, AttemptLog attemptLog, Lane lane, JavaTaskRunner runner) {
    this.run = run;
    this.attemptLog = attemptLog;
    this.lane = lane;
    this.runner = runner;
  }

  @Override
  public String task() {
    return run.task().name();
  }

  @Override
  public Optional<String> item() {
    return Optional.ofNullable(run.item());
  }

  @Override
  public long instance() {
    return run.instance();
  }

  @Override
  public int attempt() {
    return run.attempt();
  }

  @Override
  public Path directory() {
    return lane.setup().jobFolder();
  }

  @Override
  public Map<String, String> environment() {
    return TaskEnvironment.with(lane.environment(run));
  }

  @Override
  public String secret(String name) {
    Map<String, String> secrets = run.task().secrets().values();
    String value = secrets.get(name);
    if (value == null) {
      throw new NoSuchElementException(
          "task %s has no secret `%s`; %s"
              .formatted(
                  task(),
                  name,
                  secrets.isEmpty()
                      ? "it names none under `secrets`"
                      : "under `secrets` it names " + new TreeSet<>(secrets.keySet())));
    }
    return value;
  }

  @Override
  public synchronized PrintStream log() {
    if (log == null) {
      log = new LastingPrintStream(attemptLog);
    }
    return log;
  }

  @Override
  public synchronized void output(String key, Object value) {
    String text = value.toString();
    if (outputs == null) {
      outputs = new LinkedHashMap<>();
    }
    String former = outputs.get(key);
    int bytes = outputBytes + bytes(key, text) - (former == null ? 0 : bytes(key, former));
    if (bytes > Finished.MAX_OUTPUT_BYTES) {
      throw new IllegalStateException(OutputsFile.tooLong(bytes));
    }
    outputs.put(key, text);
    outputBytes = bytes;
  }

  private static int bytes(String key, String value) {
    return (key + value).getBytes(StandardCharsets.UTF_8).length;
  }

  synchronized Map<String, String> outputs() {
    return outputs == null ? Map.of() : Map.copyOf(outputs);
  }

  @Override
  public SharedSemaphore semaphore(String name) {
    return borrowed.lend(lane.ownSession().findSemaphore(name));
  }

  @Override
  public SharedLock lock(String name) {
    if (run.task().held().containsKey(name)) {
      throw new IllegalStateException(
          "the task has the lock %s already, by `acquire`; to lock it again it would wait for itself"
              .formatted(name));
    }
    return borrowed.lend(lane.session().findLock(name));
  }

  /** The task has ended, and keeps nothing. */
  void giveBack() {
    borrowed.giveBack();
  }

  @Override
  public SharedLatch latch(String name) {
    return lane.session().findLatch(name);
  }

  @Override
  public SharedCounter counter(String name) {
    return lane.session().findCounter(name);
  }

  @Override
  public ClosableQueue<String> queue(String name, ToLongFunction<String> priority) {
    return lane.durableQueues()
        .find(name)
        .orElseGet(() -> lane.session().findQueue(name, Codec.strings().withPriority(priority)));
  }

  @Override
  public SharedEvent event(String name) {
    return lane.session().findEvent(name);
  }

  @Override
  public SharedBarrier barrier(String name) {
    return lane.session().findBarrier(name);
  }

  @Override
  public Subtask fork(Task subtask) {
    if (lane.setup().virtual()) {
      throw new UnsupportedOperationException(
          "a task on a virtual thread can't fork subtasks: they are for work that computes; set"
              + " workers.threads to a number, or leave it out");
    }
    if (subtasks == null) {
      subtasks = new SubtaskScope(runner, lane.places(), lane.logFiles(), lane.logFile(run));
    }
    return subtasks.fork(subtask);
  }

  @Override
  public void join() throws InterruptedException {
    if (subtasks != null) {
      subtasks.join();
    }
  }

  /**
   * The task has ended, and so do its subtasks.
   *
   * @param await whether to wait for those that run elsewhere
   */
  void endSubtasks(boolean await) {
    if (subtasks != null) {
      subtasks.end(await);
    }
  }
}
