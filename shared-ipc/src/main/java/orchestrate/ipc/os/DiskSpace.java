package orchestrate.ipc.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Room on a disk, taken before it is needed. */
public final class DiskSpace {
  private static final int CURRENT_FOLDER = -100; // AT_FDCWD
  private static final int READ_WRITE = 2; // O_RDWR
  private static final int CLOSE_ON_EXEC = 02000000; // O_CLOEXEC

  private DiskSpace() {}

  /**
   * Has the disk of a file keep room for a part of it. What is there stays as it is, holes get
   * blocks of their own, and the file grows if the part ends behind its end. A write into a mapping
   * of this part then can't fail for want of room.
   *
   * @return false if nothing was done, since the kernel or the file system can't do that
   * @throws IOException if there is no room, or no such file
   */
  public static boolean reserve(Path file, long offset, long bytes) throws IOException {
    if (!SystemCall.known()) {
      return false;
    }
    long descriptor = open(file);
    try {
      long result;
      do {
        result = Libc.syscall(SystemCall.FALLOCATE.number(), descriptor, 0, offset, bytes, 0, 0);
      } while (result == -Libc.EINTR);
      if (result < 0 && result != -Libc.EOPNOTSUPP && result != -Libc.ENOSYS) {
        throw failure(file, result);
      }
      return result >= 0;
    } finally {
      Libc.syscall(SystemCall.CLOSE.number(), descriptor, 0);
    }
  }

  private static long open(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(file.toString()).address();
      int flags = READ_WRITE | CLOSE_ON_EXEC;
      long call = SystemCall.OPENAT.number();
      long descriptor = Libc.syscall(call, CURRENT_FOLDER, name, flags, 0, 0, 0);
      if (descriptor < 0) {
        throw failure(file, descriptor);
      }
      return descriptor;
    }
  }

  private static IOException failure(Path file, long result) {
    return new FileSystemException(file.toString(), null, Libc.describe((int) -result));
  }
}
