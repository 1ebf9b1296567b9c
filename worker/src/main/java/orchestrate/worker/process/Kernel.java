package orchestrate.worker.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.os.SystemCall;

/** The few calls about processes that Java has no word for. */
public final class Kernel {
  public static final int SIGKILL = 9;
  public static final int SIGTERM = 15;
  public static final int SIGCONT = 18;

  private static final int SET_PARENT_DEATH_SIGNAL = 1;
  private static final int SET_CHILD_SUBREAPER = 36;
  private static final int CLOSE_ON_EXEC = 02000000;
  private static final int ID_IS_PID = 1;
  private static final int WHEN_EXITED = 4;
  private static final int OF_THREAD = 1;
  private static final int DO_NOT_WAIT = 1;
  private static final int LEAVE_ZOMBIE = 0x01000000;
  private static final long SIGINFO_BYTES = 128;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int WRITE_ONLY = 1;
  private static final int CREATE = 0100;
  private static final int APPEND = 02000;
  private static final int FOLLOW_NO_LINK =
      System.getProperty("os.arch", "").equals("aarch64") ? 0100000 : 0400000;
  private static final int OWNER_ONLY = 0600;
  private static final int HERE = -100;
  private static final int TO_END = 2;
  private static final int GET_PIPE_SIZE = 1032;
  private static final int DUPLICATE_CLOSING_ON_EXEC = 1030;

  private Kernel() {}

  /**
   * Sends a signal; a negative {@code pid} means the group of that id, 0 our own group.
   *
   * @return false if there is no such process, or it isn't ours
   */
  public static boolean kill(int pid, int signal) {
    return Libc.syscall(SystemCall.KILL.number(), pid, signal) == 0;
  }

  /** Kills all of this process's group, itself included. Does not return. */
  public static void killOwnGroup() {
    kill(0, SIGKILL);
  }

  /** Blocks until the child has ended, and leaves it a zombie: its id is not given away yet. */
  static void awaitEnd(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(SIGINFO_BYTES);
      int flags = WHEN_EXITED | LEAVE_ZOMBIE;
      callUntilDone("waitid", SystemCall.WAITID, ID_IS_PID, pid, info.address(), flags);
    }
  }

  /** Takes the ended child's status, as {@code wait} gives it, and frees its id. */
  static int reap(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      reap(pid, status.address(), 0);
      return status.get(JAVA_INT, 0);
    }
  }

  /**
   * As {@link #reap(int)}, and says what the child and those it has waited for have used.
   *
   * @param status where an int is written to
   * @param use where a {@code struct rusage} is written to
   */
  static void reap(int pid, long status, long use) {
    callUntilDone("wait4", SystemCall.WAIT4, pid, status, 0, use);
  }

  /** A descriptor that can be polled for the end of a child; negative if there can be none. */
  static int openProcess(int pid) {
    return (int) Libc.syscall(SystemCall.PIDFD_OPEN.number(), pid, 0);
  }

  /**
   * Waits for one descriptor.
   *
   * @param descriptor address of a {@code struct pollfd}
   * @param time address of a {@code struct timespec}; has what is left of it afterwards
   * @return 0 if the time is over
   */
  static long poll(long descriptor, long time) {
    long ready;
    do {
      ready = Libc.syscall(SystemCall.PPOLL.number(), descriptor, 1, time, 0, 0, 0);
    } while (ready == -Libc.EINTR);
    return ready;
  }

  /** Waits for one of two descriptors, at this address one after the other. */
  static void pollBoth(long descriptors) {
    callUntilDone("ppoll", SystemCall.PPOLL, descriptors, 2, 0, 0);
  }

  /** As {@link #pollBoth}, without waiting. */
  static void lookAtBoth(long descriptors) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment noTime = arena.allocate(2 * Long.BYTES, Long.BYTES);
      callUntilDone("ppoll", SystemCall.PPOLL, descriptors, 2, noTime.address(), 0);
    }
  }

  /** Makes the file if need be, for its owner alone. No program started by us inherits it. */
  static int openForAppending(Path file) throws IOException {
    return open(file, WRITE_ONLY | CREATE | APPEND | CLOSE_ON_EXEC | FOLLOW_NO_LINK);
  }

  /** No program started by us inherits it. */
  static int openForReading(Path file) throws IOException {
    return open(file, CLOSE_ON_EXEC);
  }

  private static int open(Path file, int flags) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long name = CStrings.of(file.toString(), arena);
      long result = Libc.syscall(SystemCall.OPENAT.number(), HERE, name, flags, OWNER_ONLY, 0, 0);
      if (result < 0) {
        throw new IOException("can't open " + file + ": " + Libc.describe((int) -result));
      }
      return (int) result;
    }
  }

  /** Has {@code descriptor} mean what {@code by} means, which is closed. */
  static void replace(int descriptor, int by) {
    callUntilDone("dup3", SystemCall.DUP3, by, descriptor, CLOSE_ON_EXEC, 0);
    close(by);
  }

  /** The size of an open file. */
  static long size(int descriptor) {
    return Libc.syscall(SystemCall.LSEEK.number(), descriptor, 0, TO_END, 0, 0, 0);
  }

  /** Reads from a place in an open file; negative if that fails. */
  static int read(int descriptor, MemorySegment into, long offset) {
    return (int)
        Libc.syscall(
            SystemCall.PREAD64.number(), descriptor, into.address(), into.byteSize(), offset, 0, 0);
  }

  /** Reads what there is, or waits for some; 0 at the end. */
  static int read(int descriptor, MemorySegment into) {
    return (int)
        callUntilDone("read", SystemCall.READ, descriptor, into.address(), into.byteSize(), 0);
  }

  /** Writes some of it, and says how much; negative if it can't: the number of the error. */
  static int write(int descriptor, long from, long bytes) {
    long written;
    do {
      written = Libc.syscall(SystemCall.WRITE.number(), descriptor, from, bytes, 0, 0, 0);
    } while (written == -Libc.EINTR);
    return (int) written;
  }

  /** Writes a {@code struct rusage} of the calling thread. */
  static void threadUsage(long address) {
    Libc.syscall(SystemCall.GETRUSAGE.number(), OF_THREAD, address);
  }

  /**
   * Frees the id of a child that has ended; one that lives, or is no child, is left alone.
   *
   * @return whether it had ended
   */
  static boolean reapIfEnded(int pid) {
    return Libc.syscall(SystemCall.WAIT4.number(), pid, 0, DO_NOT_WAIT, 0, 0, 0) == pid;
  }

  /** Waits for a child that was killed, and frees its id; nothing if it is no child any more. */
  public static void reapKilled(int pid) {
    while (Libc.syscall(SystemCall.WAIT4.number(), pid, 0, 0, 0, 0, 0) == -Libc.EINTR) {
      // A signal has ended the wait, not the child.
    }
  }

  /** Sends this process a signal when the thread that started it, or its process, ends. */
  public static void signalOnParentDeath(int signal) {
    callUntilDone("prctl", SystemCall.PRCTL, SET_PARENT_DEATH_SIGNAL, signal, 0, 0);
  }

  /** Makes this process the parent of its descendants whose own parents have ended. */
  public static void becomeSubreaper() {
    callUntilDone("prctl", SystemCall.PRCTL, SET_CHILD_SUBREAPER, 1, 0, 0);
  }

  /**
   * Leaves the terminal: its Ctrl-C is for the coordinator alone. Does nothing in a process that
   * leads a group already.
   */
  public static void newSession() {
    Libc.syscall(SystemCall.SETSID.number(), 0, 0);
  }

  /** The process that started this one, or that adopted it. */
  public static long parent() {
    return Libc.syscall(SystemCall.GETPPID.number(), 0, 0);
  }

  /**
   * Makes a pipe whose ends no program started by us inherits.
   *
   * @return what to read from and what to write to
   */
  static int[] pipe() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      callUntilDone("pipe2", SystemCall.PIPE2, ends.address(), CLOSE_ON_EXEC, 0, 0);
      return ends.toArray(JAVA_INT);
    }
  }

  /** The folder of this process by which the kernel, not Java, understands relative names. */
  public static void changeFolder(Path folder) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(folder.toString()).address();
      callUntilDone("chdir " + folder, SystemCall.CHDIR, name, 0, 0, 0);
    }
  }

  /** From now on what this process prints, its JVM included, is appended to this file. */
  public static void redirectOutput(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(file.toString()).address();
      int flags = WRITE_ONLY | APPEND | CLOSE_ON_EXEC;
      int open = (int) callUntilDone("open " + file, SystemCall.OPENAT, HERE, name, flags, 0);
      becomeOutput(open);
      close(open);
    }
  }

  /** From now on what this process prints, its JVM included, goes there. */
  static void becomeOutput(int descriptor) {
    callUntilDone("dup3", SystemCall.DUP3, descriptor, STDOUT, 0, 0);
    callUntilDone("dup3", SystemCall.DUP3, descriptor, STDERR, 0, 0);
  }

  /** How many bytes a pipe holds at most. */
  static int pipeBytes(int descriptor) {
    return (int) callUntilDone("fcntl", SystemCall.FCNTL, descriptor, GET_PIPE_SIZE, 0, 0);
  }

  /** A further descriptor for the same open file, which no program started by us inherits. */
  public static int copy(int descriptor) {
    return (int)
        callUntilDone(
            "fcntl", SystemCall.FCNTL, descriptor, DUPLICATE_CLOSING_ON_EXEC, STDERR + 1, 0);
  }

  static void close(int descriptor) {
    Libc.syscall(SystemCall.CLOSE.number(), descriptor, 0);
  }

  private static long callUntilDone(
      String name, SystemCall call, long arg1, long arg2, long arg3, long arg4) {
    long result;
    do {
      result = Libc.syscall(call.number(), arg1, arg2, arg3, arg4, 0, 0);
    } while (result == -Libc.EINTR);
    if (result < 0) {
      throw new IllegalStateException(name + ": " + Libc.describe((int) -result));
    }
    return result;
  }
}
