package orchestrate.durable;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Threads that wait. */
final class Threads {
  private Threads() {}

  interface Blocking {
    void run() throws Exception;
  }

  /** Runs it in a thread of its own, and returns when that sleeps, or has ended. */
  static FutureTask<?> start(Blocking action) {
    FutureTask<?> task = taskOf(action);
    start(task);
    return task;
  }

  /** It waits, and an interrupt ends that. */
  static void assertInterruptible(Blocking action) {
    FutureTask<?> task = taskOf(action);
    start(task).interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(task::get)
        .withCauseInstanceOf(InterruptedException.class);
  }

  static void assertClosed(FutureTask<?> task) {
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(task::get)
        .withCauseInstanceOf(QueueClosedException.class);
  }

  private static FutureTask<?> taskOf(Blocking action) {
    return new FutureTask<>(
        () -> {
          action.run();
          return true;
        });
  }

  private static Thread start(FutureTask<?> task) {
    Thread thread = Thread.ofPlatform().start(task);
    Eventually.await(() -> thread.getState() == Thread.State.TERMINATED || sleepsNatively(thread));
    return thread;
  }

  /** A futex is a native call, which Java takes for running. */
  private static boolean sleepsNatively(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().endsWith("Wait") && frame.getMethodName().equals("await")) {
        return true;
      }
    }
    return false;
  }
}
