package orchestrate.ipc.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Tells one run of the operating system from the next. */
public final class Boot {
  private Boot() {}

  /** The same for all processes since the system started; 0 where it can't be told. */
  public static long id() {
    return Id.VALUE;
  }

  private static final class Id {
    static final long VALUE = read();

    private static long read() {
      try {
        String id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
        return UUID.fromString(id.strip()).getMostSignificantBits();
      } catch (IOException noProc) {
        return 0;
      }
    }
  }
}
