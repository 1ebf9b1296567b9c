package orchestrate.worker;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Stack traces as the author of a task wants to see them: down to the task, and no further. */
final class StackTraces {
  private static final String OURS = StackTraces.class.getPackageName() + ".";

  private StackTraces() {}

  /** Cuts off the frames of the worker, here and in the causes. */
  static Throwable withoutOurs(Throwable thrown) {
    int depth = 0;
    for (@Nullable Throwable e = thrown; e != null && depth < 100; e = e.getCause(), depth++) {
      e.setStackTrace(withoutOurs(e.getStackTrace()));
    }
    return thrown;
  }

  private static StackTraceElement[] withoutOurs(StackTraceElement[] trace) {
    int first = 0; // of theirs: what we throw at them begins with ours
    while (first < trace.length && isOurs(trace[first])) {
      first++;
    }
    int end = first;
    while (end < trace.length && !isOurs(trace[end])) {
      end++;
    }
    return Arrays.copyOfRange(trace, first, end);
  }

  private static boolean isOurs(StackTraceElement frame) {
    return frame.getClassName().startsWith(OURS);
  }

  /** A heading, and the stack below it as a stack trace shows it. */
  static String text(String heading, StackTraceElement[] stack) {
    var text = new StringBuilder(heading).append('\n');
    for (StackTraceElement frame : withoutOurs(stack)) {
      text.append("\tat ").append(frame).append('\n');
    }
    return text.toString();
  }
}
