package orchestrate.worker;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import orchestrate.worker.protocol.WayOut;
import orchestrate.worker.protocol.WorkerChannel;

/**
 * Says what makes this JVM end, so that nobody has to guess it from the exit code. Who calls {@code
 * System.exit} stands in the log of the attempt that it takes along.
 */
final class LastWords {
  private final WorkerChannel channel;
  private final List<Lane> lanes;

  private LastWords(WorkerChannel channel, List<Lane> lanes) {
    this.channel = channel;
    this.lanes = lanes;
  }

  static void prepare(WorkerChannel channel, List<Lane> lanes) {
    var words = new LastWords(channel, List.copyOf(lanes));
    Runtime.getRuntime().addShutdownHook(new Thread(words::say, "last words"));
  }

  /** Whoever ends the JVM waits for this to return, with its call still on its stack. */
  private void say() {
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      StackTraceElement[] stack = entry.getValue();
      int exit = indexOf("java.lang.Runtime", "exit", stack);
      if (exit >= 0) {
        channel.setWayOut(WayOut.EXIT_CALLED);
        String words =
            StackTraces.text(
                "orchestrate: System.exit was called here by thread %s:"
                    .formatted(entry.getKey().getName()),
                Arrays.copyOfRange(stack, exit, stack.length));
        lanes.forEach(lane -> lane.tell(words));
      } else if (indexOf("java.lang.Terminator$1", "handle", stack) >= 0) {
        channel.setWayOut(WayOut.SIGNAL);
      }
    }
  }

  private static int indexOf(String type, String method, StackTraceElement[] stack) {
    for (int i = 0; i < stack.length; i++) {
      if (stack[i].getClassName().equals(type) && stack[i].getMethodName().equals(method)) {
        return i;
      }
    }
    return -1;
  }
}
