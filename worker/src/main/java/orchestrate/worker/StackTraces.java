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
      StackTraceElement[] trace = e.getStackTrace();
      int theirs = 0;
      while (theirs < trace.length && !trace[theirs].getClassName().startsWith(OURS)) {
        theirs++;
      }
      e.setStackTrace(Arrays.copyOf(trace, theirs));
    }
    return thrown;
  }
}
