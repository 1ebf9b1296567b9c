package orchestrate.worker;

import java.util.Arrays;
import java.util.HashMap;
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
    Map<Thread, StackTraceElement[]> stacks = stacks();
    if (anyIn(stacks, "java.lang.Terminator$1", "handle")) {
      channel.setWayOut(WayOut.SIGNAL);
    } else if (!anyIn(stacks, "java.lang.Shutdown", "shutdown")) { // no thread is left
      channel.setWayOut(WayOut.EXIT_CALLED);
      stacks.forEach(this::sayWhoExits);
    }
  }

  /** Of all platform threads, and of the virtual ones that are known: those that run attempts. */
  private Map<Thread, StackTraceElement[]> stacks() {
    var stacks = new HashMap<>(Thread.getAllStackTraces());
    for (Lane lane : lanes) {
      Thread thread = lane.thread();
      if (thread != null && thread.isVirtual()) {
        stacks.put(thread, thread.getStackTrace());
      }
    }
    return stacks;
  }

  /** It may be a virtual thread that a task has started: then nobody sees it. */
  private void sayWhoExits(Thread thread, StackTraceElement[] stack) {
    int exit = indexOf("java.lang.Runtime", "exit", stack);
    if (exit >= 0) {
      String words =
          StackTraces.text(
              "orchestrate: System.exit was called here by thread %s:".formatted(thread.getName()),
              Arrays.copyOfRange(stack, exit, stack.length));
      lanes.forEach(lane -> lane.tell(words));
    }
  }

  private static boolean anyIn(
      Map<Thread, StackTraceElement[]> stacks, String type, String method) {
    return stacks.values().stream().anyMatch(stack -> indexOf(type, method, stack) >= 0);
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
