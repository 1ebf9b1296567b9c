package orchestrate.ipc.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What this process prints to.
 *
 * <pre>
 *   winsize, 8 bytes: 0 2 rows, 2 2 columns, 4 4 pixels
 * </pre>
 */
public final class Terminal {
  private static final int STANDARD_OUTPUT = 1;

  /** The same on x86-64 and aarch64. */
  private static final long GET_WINDOW_SIZE = 0x5413;

  // Numbered as in proc_pid_stat(5), from the field after the command name, which is number 3.
  private static final int GROUP = 5 - 3;
  private static final int FOREGROUND_GROUP = 8 - 3;

  private static final long SIZE_BYTES = 8;
  private static final long COLUMNS = 2;

  /** How many characters it shows, in cells of one column. */
  public record Size(int rows, int columns) {}

  private Terminal() {}

  /**
   * Whether standard output is a terminal. {@link System#console} says so only if standard input is
   * one, too.
   */
  public static boolean isOutput() {
    if (SystemCall.known()) {
      return size().isPresent(); // Needs no native call of its own, which costs milliseconds.
    }
    try {
      return (int)
              Libc.downcall("isatty", FunctionDescriptor.of(JAVA_INT, JAVA_INT))
                  .invokeExact(STANDARD_OUTPUT)
          == 1;
    } catch (Throwable e) {
      throw new AssertionError("isatty throws nothing", e);
    }
  }

  /**
   * How large the terminal is now that standard output is; zeros if it doesn't know. Empty if
   * standard output is no terminal, or on other systems than Linux.
   */
  public static Optional<Size> size() {
    if (!SystemCall.known() || !mayBeTerminal()) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(SIZE_BYTES, Short.BYTES);
      long result =
          Libc.syscall(
              SystemCall.IOCTL.number(), STANDARD_OUTPUT, GET_WINDOW_SIZE, size.address(), 0, 0, 0);
      return result == 0
          ? Optional.of(
              new Size(
                  Short.toUnsignedInt(size.get(JAVA_SHORT, 0)),
                  Short.toUnsignedInt(size.get(JAVA_SHORT, COLUMNS))))
          : Optional.empty();
    }
  }

  /**
   * No if it is a pipe or a file: to see that needs no native call, which takes long to make ready.
   */
  private static boolean mayBeTerminal() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(STANDARD_OUTPUT)))
          .startsWith("/dev");
    } catch (IOException noProc) {
      return true;
    }
  }

  /**
   * Whether this process is in the foreground of its terminal: what is typed there is for it, and
   * nobody else prints. Not if it has none.
   */
  public static boolean isForeground() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[GROUP].equals(fields[FOREGROUND_GROUP]);
    } catch (IOException noProc) {
      return false;
    }
  }
}
