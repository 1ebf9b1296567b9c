package orchestrate.ipc.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/** Named pipes, which Java can use and can't make. */
public final class Fifo {
  private static final int CURRENT_FOLDER = -100; // AT_FDCWD
  private static final int TYPE = 0170000;
  private static final int FIFO = 0010000;
  private static final int OWNER_ONLY = 0600;

  private Fifo() {}

  /** Makes a named pipe that is its owner's alone. Linux only. */
  public static void make(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(path.toString()).address();
      long call = SystemCall.MKNODAT.number();
      long result = Libc.syscall(call, CURRENT_FOLDER, name, FIFO | OWNER_ONLY, 0, 0, 0);
      if (result < 0) {
        throw new IOException(
            "can't make the named pipe %s: %s".formatted(path, Libc.describe((int) -result)));
      }
    }
  }

  /** Whether there is a pipe, named or not; links are followed. */
  public static boolean isThere(Path path) {
    try {
      return ((int) Files.getAttribute(path, "unix:mode") & TYPE) == FIFO;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
