package orchestrate.ipc.testing;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import orchestrate.ipc.os.Libc;

/** What no Java program does, but native code in one could: fork(2) without exec. */
final class NativeFork {
  private static final MethodHandle FORK = Libc.downcall("fork", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle PAUSE = Libc.downcall("pause", FunctionDescriptor.of(JAVA_INT));

  private NativeFork() {}

  /** Makes a child with our memory, which does nothing until it is killed. Returns its pid. */
  static int fork() {
    try {
      int child = (int) FORK.invokeExact();
      while (child == 0) {
        int _ = (int) PAUSE.invokeExact();
      }
      return child;
    } catch (Throwable e) {
      throw new AssertionError("fork and pause throw nothing", e);
    }
  }
}
