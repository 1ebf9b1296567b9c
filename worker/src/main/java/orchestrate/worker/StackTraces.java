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
    int theirs = 0;
    while (theirs < trace.length && !trace[theirs].getClassName().startsWith(OURS)) {
      theirs++;
    }
    return Arrays.copyOf(trace, theirs);
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
