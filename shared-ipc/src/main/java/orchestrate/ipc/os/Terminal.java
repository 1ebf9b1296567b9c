package orchestrate.ipc.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;

/** What this process prints to. */
public final class Terminal {
  private static final int STANDARD_OUTPUT = 1;

  private Terminal() {}

  /**
   * Whether standard output is a terminal. {@link System#console} says so only if standard input is
   * one, too.
   */
  public static boolean isOutput() {
    try {
      return (int)
              Libc.downcall("isatty", FunctionDescriptor.of(JAVA_INT, JAVA_INT))
                  .invokeExact(STANDARD_OUTPUT)
          == 1;
    } catch (Throwable e) {
      throw new AssertionError("isatty throws nothing", e);
    }
  }
}
