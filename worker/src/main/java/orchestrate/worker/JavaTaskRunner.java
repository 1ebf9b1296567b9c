package orchestrate.worker;

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
  private int warnings;

  JavaTaskRunner(Run run, JavaTask java, AttemptLog log, Lane lane) {
    this.run = run;
    this.java = java;
    this.log = log;
    this.lane = lane;
  }

  @Override
  public Ending run() {
    ClassLoader former = thread.getContextClassLoader();
    try {
      TaskFactory.Maker maker = lane.tasks().maker(run.task().number(), java);
      thread.setContextClassLoader(maker.loader());
      return run(maker.create(run.values()));
    } catch (InvocationTargetException e) {
      return threw(causeOf(e));
    } catch (ExceptionInInitializerError e) {
      return threw(causeOf(e));
    } catch (ClassNotFoundException e) {
      return new NotStarted("there is no class " + java.className() + " on the class path");
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

  private Ending run(Task task) {
    var context = new LaneTaskContext(run, log, lane);
    try {
      task.run(context);
      return succeeded(context.outputs());
    } catch (Throwable e) {
      return threw(e);
    } finally {
      context.giveBackPermits();
      context.unlock();
    }
  }

  private static Ending succeeded(Map<String, String> outputs) {
    return outputs.isEmpty() ? Succeeded.WITHOUT_OUTPUTS : new Succeeded(outputs);
  }

  private Ending threw(Throwable e) {
    StackTraces.withoutOurs(e).printStackTrace(new LastingPrintStream(log));
    return isOfTheJvm(e) ? new JvmFailed(e.toString()) : new Threw(e.toString());
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
      case ASK -> thread.interrupt();
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
