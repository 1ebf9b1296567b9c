package orchestrate.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import orchestrate.task.Task;
import orchestrate.worker.protocol.Finished.Ending;
import orchestrate.worker.protocol.Finished.JvmFailed;
import orchestrate.worker.protocol.Finished.NotStarted;
import orchestrate.worker.protocol.Finished.Succeeded;
import orchestrate.worker.protocol.Finished.Threw;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Stop;
import orchestrate.worker.protocol.TaskDefinition.JavaTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs a Java task on the lane's own thread: nothing is handed over, so a short one stays short.
 *
 * <p>Of a virtual thread it is not known how long it had a processor, nor which threads it has
 * started: all virtual ones are in one group, and with them what they start.
 */
final class JavaTaskRunner implements TaskRunner {
  /** As they were before the first Java task of this worker. */
  private static final JvmDefaults DEFAULTS = JvmDefaults.watch();

  private final Run run;
  private final JavaTask java;
  private final AttemptLog log;
  private final Lane lane;
  private final Thread thread = Thread.currentThread();
  private AttemptLog innermost;
  private int warnings;
  private long forked;
  private @Nullable JvmFailed jvmFailure;
  private volatile boolean stopped;

  JavaTaskRunner(Run run, JavaTask java, AttemptLog log, Lane lane) {
    this.run = run;
    this.java = java;
    this.log = log;
    this.lane = lane;
    this.innermost = log;
  }

  @Override
  public Ending run() {
    ClassLoader former = thread.getContextClassLoader();
    try {
      TaskFactory.Maker maker = maker();
      thread.setContextClassLoader(maker.loader());
      Task task = maker.create(run.subtask() == null ? run.values() : run.subtask().values());
      lane.places().begin(run);
      Ending ending = run(task, run);
      return jvmFailure == null ? ending : jvmFailure;
    } catch (InvocationTargetException e) {
      return threw(causeOf(e));
    } catch (ExceptionInInitializerError e) {
      return threw(causeOf(e));
    } catch (ClassNotFoundException e) {
      return new NotStarted("there is no class " + e.getMessage() + " on the class path");
    } catch (IllegalArgumentException e) {
      return new NotStarted(String.valueOf(e.getMessage()));
    } catch (LinkageError e) {
      return new NotStarted(e.toString());
    } catch (VirtualMachineError e) {
      return threw(e);
    } finally {
      thread.setContextClassLoader(former);
    }
  }

  private TaskFactory.Maker maker() throws ClassNotFoundException {
    int number = run.task().number();
    return run.subtask() == null
        ? lane.tasks().maker(number, java)
        : lane.tasks().subtaskFactory(number, java, run.subtask().className()).fromValues();
  }

  @Override
  public int cleanUp(long nanoTime) {
    if (!DEFAULTS.areUntouched()) {
      DEFAULTS.putBack().forEach(changed -> warn("it changed " + changed + "; that was put back"));
    }
    if (!thread.isVirtual() && lane.threads().isDue(nanoTime)) {
      List<String> left = lane.threads().look();
      if (!left.isEmpty()) {
        warn("it, or one just before it, left threads running: " + LeftThreads.summary(left));
      }
    }
    return warnings;
  }

  private void warn(String text) {
    warnings++;
    lane.tell("orchestrate: warning: the worker lives on after this task, and " + text + "\n");
  }

  /** That of the lane, or one that it has forked and that nobody else has taken. */
  private Ending run(Task task, Run ofTask) {
    var context = new LaneTaskContext(ofTask, innermost, lane, this);
    try {
      task.run(context);
      context.join();
      return succeeded(context.outputs());
    } catch (Throwable e) {
      return threw(e);
    } finally {
      context.endSubtasks(innermost != log && jvmFailure == null);
      context.giveBack();
    }
  }

  /**
   * Runs a subtask on this thread, on top of the task that waits for it.
   *
   * @throws InterruptedException if all of it is to stop
   */
  Ending runHere(ForkedTask subtask) throws InterruptedException {
    AttemptLog outer = innermost;
    Run forkedRun = run.forked(subtask.described(), subtask.attempt());
    Ending ending;
    try (var own = new AttemptLog(() -> lane.logFile(forkedRun))) {
      innermost = own;
      OutputCapture.bind(own);
      ending = MaskedEnding.of(run(subtask.task(), forkedRun), run.task());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      innermost = outer;
      OutputCapture.bind(outer);
    }
    if (ending instanceof Succeeded) {
      forked++;
    } else {
      checkStop();
    }
    return ending;
  }

  /** To be called before something is begun that may take long. */
  void checkStop() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("the task is to stop");
    }
  }

  void requireOwnThread() {
    if (!thread.equals(Thread.currentThread())) {
      throw new IllegalStateException(
          "subtasks are for the task's own thread, not for " + Thread.currentThread().getName());
    }
  }

  /**
   * What takes the subtask apart, so that others can put it together again.
   *
   * @throws IllegalArgumentException if they could not
   */
  TaskFactory subtaskFactory(Task subtask) {
    Class<?> type = subtask.getClass();
    if (!type.isRecord()) {
      throw new IllegalArgumentException(
          "a subtask must be a record, so that another worker can be given it; %s is none"
              .formatted(type.getName()));
    }
    try {
      return lane.tasks().subtaskFactory(run.task().number(), java, type.getName());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "class %s is not on the task's class path".formatted(type.getName()), e);
    }
  }

  /**
   * What a subtask is made of is written down if it fails.
   *
   * @throws IllegalArgumentException if that has a secret of the task in it
   */
  void requireNoSecret(List<List<String>> values) {
    String secret = MaskedEnding.secretIn(values, run.task());
    if (secret != null) {
      throw new IllegalArgumentException(
          "a value of a subtask has the secret `%s` in it, and those are written down; the subtask has"
                  .formatted(secret)
              + " it by context.secret as well");
    }
  }

  @Override
  public long forked() {
    return forked;
  }

  private static Ending succeeded(Map<String, String> outputs) {
    return outputs.isEmpty() ? Succeeded.WITHOUT_OUTPUTS : new Succeeded(outputs);
  }

  private Ending threw(Throwable e) {
    StackTraces.withoutOurs(e).printStackTrace(new LastingPrintStream(innermost));
    if (isOfTheJvm(e)) {
      jvmFailure = new JvmFailed(e.toString());
      return jvmFailure;
    }
    return new Threw(e.toString());
  }

  /** Also if the task has wrapped it, as an executor does. */
  private static boolean isOfTheJvm(Throwable thrown) {
    int depth = 0;
    for (@Nullable Throwable e = thrown; e != null && depth < 100; e = e.getCause(), depth++) {
      if (e instanceof VirtualMachineError) {
        return true;
      }
    }
    return false;
  }

  private static Throwable causeOf(Throwable e) {
    return e.getCause() == null ? e : e.getCause();
  }

  @Override
  public ResourceUse use(long nanos) {
    return thread.isVirtual() ? ResourceUse.NONE : lane.use().of(nanos);
  }

  @Override
  public void stop(Stop.Rung rung) {
    switch (rung) {
      case ASK -> {
        stopped = true;
        thread.interrupt();
      }
      case SHOW -> show();
      case FORCE -> {} // Whoever doesn't listen is ended with this process.
    }
  }

  private void show() {
    lane.tell(
        "orchestrate: the task has been interrupted and goes on all the same; before its worker is"
            + " killed, this is where it is:\n"
            + at(thread));
    if (!thread.isVirtual()) {
      showStarted();
    }
  }

  /** Threads belong to the group of the thread that started them, unless they ask for another. */
  private void showStarted() {
    ThreadGroup group = thread.getThreadGroup();
    var threads = new Thread[group.activeCount() + 64];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (!threads[i].equals(thread)) {
        lane.tell("started by it, or by a task before it:\n" + at(threads[i]));
      }
    }
  }

  private static String at(Thread thread) {
    return StackTraces.text(
        "thread %s (%s)".formatted(thread.getName(), thread.getState()), thread.getStackTrace());
  }
}
