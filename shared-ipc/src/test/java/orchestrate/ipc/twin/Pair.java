package orchestrate.ipc.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.testing.InProcess.Running;
import orchestrate.ipc.wait.Deadline;

/** Does everything twice: as java.util.concurrent does it, and as we do. Remembers who waits. */
final class Pair {
  /** Only reached by what would never end. */
  private static final Duration FOREVER = Duration.ofSeconds(50);

  /** A call that is under way on both sides, in threads of their own. */
  record Waiting(Running<String> twin, Running<String> ours) {
    boolean isDone() {
      return twin.result().isDone() && ours.result().isDone();
    }
  }

  /** A call that returns nothing. */
  interface Doing {
    void run() throws Exception;
  }

  private final List<Waiting> waiting = new ArrayList<>();

  /** Calls both, and compares what they returned or threw. */
  void same(Callable<?> twin, Callable<?> ours) {
    assertThat(outcome(ours)).isEqualTo(outcome(twin));
  }

  /**
   * The same in a thread that is interrupted; afterwards it must still be, or not, on both sides.
   */
  void sameInterrupted(Callable<?> twin, Callable<?> ours) {
    same(() -> interrupted(twin), () -> interrupted(ours));
  }

  /** Starts a call on both sides that is expected to wait, and sees both do so. */
  void startToWait(
      Callable<?> twin, Callable<?> ours, BooleanSupplier twinWaits, BooleanSupplier oursWaits) {
    waiting.add(
        new Waiting(InProcess.start(() -> outcome(twin)), InProcess.start(() -> outcome(ours))));
    await(() -> twinWaits.getAsBoolean() && oursWaits.getAsBoolean());
  }

  static Callable<String> doing(Doing what) {
    return () -> {
      what.run();
      return "done";
    };
  }

  int waiting() {
    return waiting.size();
  }

  /** Ends a wait by an interrupt. */
  void interrupt(int index) {
    Waiting one = waiting.get(index);
    one.twin.thread().interrupt();
    one.ours.thread().interrupt();
    end(index);
  }

  void endAll() {
    while (!waiting.isEmpty()) {
      end(0);
    }
  }

  /** Sees a wait end on both sides, and in the same way. */
  void end(int index) {
    Waiting one = waiting.remove(index);
    await(one::isDone);
    assertThat(one.ours.result().resultNow()).isEqualTo(one.twin.result().resultNow());
  }

  /** Interrupts what still waits: the try is over. */
  void close() {
    while (!waiting.isEmpty()) {
      interrupt(waiting.size() - 1);
    }
  }

  private static String interrupted(Callable<?> call) {
    Thread.currentThread().interrupt();
    String outcome = outcome(call);
    return outcome + (Thread.interrupted() ? ", interrupted" : "");
  }

  private static String outcome(Callable<?> call) {
    try {
      return String.valueOf(call.call());
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  private static void await(BooleanSupplier condition) {
    Deadline deadline = Deadline.after(FOREVER);
    Eventually.await(
        () -> {
          if (deadline.expired()) {
            throw new AssertionError("it never came");
          }
          return condition.getAsBoolean();
        });
  }
}
