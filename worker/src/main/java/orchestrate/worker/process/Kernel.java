package orchestrate.worker.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import orchestrate.ipc.os.Libc;

/** The few calls about processes that Java has no word for. */
public final class Kernel {
  /** Signal numbers, the same on every Linux that Java runs on. */
  public static final int SIGKILL = 9;

  public static final int SIGTERM = 15;
  public static final int SIGCONT = 18;

  private static final int SET_PARENT_DEATH_SIGNAL = 1;
  private static final int SET_CHILD_SUBREAPER = 36;
  private static final int WAIT_FOR_PID = 1;
  private static final int EXITED = 4;
  private static final int LEAVE_ZOMBIE = 0x01000000;
  private static final long SIGINFO_BYTES = 128;

  private static final MethodHandle KILL =
      Libc.downcall("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle WAITID =
      Libc.downcall(
          "waitid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle WAITPID =
      Libc.downcall("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private Kernel() {}

  /**
   * Sends a signal; a negative {@code pid} means the group of that id.
   *
   * @return false if there is no such process, or it isn't ours
   */
  public static boolean kill(int pid, int signal) {
    try {
      return (int) KILL.invokeExact(pid, signal) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Blocks until the child has ended, and leaves it a zombie: its id is not given away yet. */
  static void awaitEnd(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_BYTES);
      int result;
      do {
        result = (int) WAITID.invokeExact(WAIT_FOR_PID, pid, info, EXITED | LEAVE_ZOMBIE);
        // It fails only when a signal interrupts it, or if it isn't our child any more; the
        // si_pid field tells the two apart.
      } while (result != 0 && Libc.isAlive(pid));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes the ended child's status, as {@code wait} gives it, and frees its id. */
  static int reap(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      while ((int) WAITPID.invokeExact(pid, status, 0) != pid) {
        if (!Libc.isAlive(pid)) {
          throw new IllegalStateException("process " + pid + " was reaped by someone else");
        }
      }
      return status.get(JAVA_INT, 0);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends this process a signal when the thread that started it, or its process, ends. */
  public static void signalOnParentDeath(int signal) {
    prctl(SET_PARENT_DEATH_SIGNAL, signal);
  }

  /** Makes this process the parent of its descendants whose own parents have ended. */
  public static void becomeSubreaper() {
    prctl(SET_CHILD_SUBREAPER, 1);
  }

  /** Leaves the terminal: its Ctrl-C is for the coordinator alone. */
  public static void newSession() {
    try {
      int unused = (int) Libc.downcall("setsid", FunctionDescriptor.of(JAVA_INT)).invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void prctl(int option, long value) {
    MethodHandle prctl =
        Libc.downcall(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            java.lang.foreign.Linker.Option.firstVariadicArg(1));
    try {
      if ((int) prctl.invokeExact(option, value, 0L, 0L, 0L) != 0) {
        throw new IllegalStateException("prctl " + option + " was refused");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
