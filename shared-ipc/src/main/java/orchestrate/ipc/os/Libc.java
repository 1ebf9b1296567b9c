package orchestrate.ipc.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The C library, and through it the system calls that Java has no name for.
 *
 * <p>The only class that creates native method handles. Each first use of a new signature costs
 * milliseconds (the JVM spins classes for it), so handles live in holder classes and are made on
 * first use, and every system call goes through one handle of one signature.
 *
 * <p>Thread-safe.
 */
public final class Libc {
  public static final boolean IS_LINUX = System.getProperty("os.name", "").startsWith("Linux");

  /** Errors as the kernel numbers them, the same on x86-64 and aarch64. */
  public static final int EPERM = 1;

  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int E2BIG = 7;
  public static final int EAGAIN = 11;
  public static final int EINVAL = 22;
  public static final int ENOSYS = 38;
  public static final int EOPNOTSUPP = 95;
  public static final int ETIMEDOUT = 110;

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> CAPTURED =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CALL_STATE));

  /** Seven machine words in, one out: the number of a system call and its arguments. */
  private static final FunctionDescriptor WORDS =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final Linker.Option[] WORDS_OPTIONS = {
    Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno")
  };

  private Libc() {}

  /**
   * A handle for a function of the C library. Keep it in a {@code static final} field of a holder
   * class: only then does the JIT compile calls to it well.
   */
  @SuppressWarnings("restricted")
  public static MethodHandle downcall(
      String symbol, FunctionDescriptor signature, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    MemorySegment address =
        linker
            .defaultLookup()
            .find(symbol)
            .orElseThrow(() -> new UnsupportedOperationException("the C library lacks " + symbol));
    return linker.downcallHandle(address, signature, options);
  }

  /**
   * A function that takes up to six machine words and returns an int, to be called by {@link
   * #call}. It goes by the signature that system calls have: another would cost the start of a
   * process some milliseconds. Keep it as {@link #downcall} says.
   */
  public static MethodHandle function(String symbol) {
    return downcall(symbol, WORDS, WORDS_OPTIONS);
  }

  /** Calls what {@link #function} has made; words beyond those that it takes are ignored. */
  public static int call(
      MethodHandle function, long arg1, long arg2, long arg3, long arg4, long arg5, long arg6) {
    try {
      return (int)
          (long) function.invokeExact(CAPTURED.get(), arg1, arg2, arg3, arg4, arg5, arg6, 0L);
    } catch (Throwable e) {
      throw new AssertionError("a native call does not throw", e);
    }
  }

  /**
   * A Linux system call; arguments beyond those it takes are ignored. May block.
   *
   * @return the call's result, or {@code -errno}
   */
  public static long syscall(
      long number, long arg1, long arg2, long arg3, long arg4, long arg5, long arg6) {
    if (!Thread.currentThread().isVirtual()) {
      return syscall(CAPTURED.get(), number, arg1, arg2, arg3, arg4, arg5, arg6);
    }
    // Most live for a call or two: a buffer to keep would cost each of them several microseconds.
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      return syscall(state, number, arg1, arg2, arg3, arg4, arg5, arg6);
    }
  }

  /** {@link #syscall} with up to two arguments. */
  public static long syscall(long number, long arg1, long arg2) {
    return syscall(number, arg1, arg2, 0, 0, 0, 0);
  }

  /** The error in words, as the C library puts them. */
  @SuppressWarnings("restricted")
  public static String describe(int errno) {
    try {
      MemorySegment text =
          (MemorySegment)
              downcall("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT)).invokeExact(errno);
      return MemorySegment.ofAddress(text.address()).reinterpret(1024).getString(0);
    } catch (Throwable e) {
      throw new AssertionError("strerror does not fail", e);
    }
  }

  /** The kernel's id of the calling thread. Linux only. */
  public static int threadId() {
    return (int) syscall(SystemCall.GETTID.number(), 0, 0);
  }

  /** The user that files made by this process belong to. */
  public static int effectiveUserId() {
    return User.ID;
  }

  private static long syscall(
      MemorySegment state,
      long number,
      long arg1,
      long arg2,
      long arg3,
      long arg4,
      long arg5,
      long arg6) {
    try {
      long result =
          (long) Syscall.HANDLE.invokeExact(state, number, arg1, arg2, arg3, arg4, arg5, arg6);
      return result == -1 ? -(long) (int) ERRNO.get(state, 0L) : result;
    } catch (Throwable e) {
      throw new AssertionError("a native call does not throw", e);
    }
  }

  private static final class Syscall {
    // Always six arguments: the kernel reads only what a call takes.
    static final MethodHandle HANDLE = downcall("syscall", WORDS, WORDS_OPTIONS);
  }

  private static final class User {
    static final int ID = id();

    /** By /proc where there is one: cheaper than the first native call. */
    private static int id() {
      try {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      } catch (IOException | UnsupportedOperationException noProc) {
        return geteuid();
      }
    }

    private static int geteuid() {
      try {
        return (int) downcall("geteuid", FunctionDescriptor.of(JAVA_INT)).invokeExact();
      } catch (Throwable e) {
        throw new AssertionError("geteuid does not fail", e);
      }
    }
  }
}
