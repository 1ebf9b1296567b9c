package orchestrate.coordinator.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import orchestrate.ipc.os.Fifo;
import org.jspecify.annotations.Nullable;

/** The GNU jobserver that this process was started under: by make, or by another run. */
public sealed interface ParentJobserver {
  /** There is none. */
  record None() implements ParentJobserver {}

  /** There is one that can't be reached. */
  record Unreachable(String why) implements ParentJobserver {}

  /**
   * @param pipe has the tokens
   * @param named whether it is a named pipe, which our tasks can reach too; the descriptors of one
   *     that isn't end with us
   * @param jobs how many jobs there are in all, as far as it is told
   */
  record Reachable(Path pipe, boolean named, OptionalInt jobs) implements ParentJobserver {}

  /** By the environment of this process. */
  static ParentJobserver ofThisProcess() {
    return of(System.getenv(MakeFlags.VARIABLE), Path.of("/proc/self/fd"));
  }

  /**
   * @param makeFlags null if there are none
   * @param descriptors the folder that has this process's
   */
  static ParentJobserver of(@Nullable String makeFlags, Path descriptors) {
    MakeFlags flags = MakeFlags.of(makeFlags);
    return flags
        .jobserver()
        .map(auth -> Address.reach(auth, descriptors, flags.jobs()))
        .orElseGet(None::new);
  }

  /** How a jobserver is named: {@code fifo:PATH} or two descriptors, {@code R,W}. */
  final class Address {
    private static final String FIFO = "fifo:";
    private static final Pattern DESCRIPTORS = Pattern.compile("(-?\\d{1,9}),(-?\\d{1,9})");

    private Address() {}

    static String ofFifo(Path path) {
      return FIFO + path;
    }

    private static ParentJobserver reach(String auth, Path descriptors, OptionalInt jobs) {
      if (auth.startsWith(FIFO)) {
        Path path = Path.of(auth.substring(FIFO.length()));
        return Fifo.isThere(path)
            ? new Reachable(path, true, jobs)
            : new Unreachable("there is no named pipe " + path);
      }
      var match = DESCRIPTORS.matcher(auth);
      if (!match.matches()) {
        return new Unreachable("MAKEFLAGS has it at `%s`, which is unknown here".formatted(auth));
      }
      if (match.group(1).startsWith("-") || match.group(2).startsWith("-")) {
        return new None(); // make's way to say so
      }
      Path in = descriptors.resolve(match.group(1));
      Path out = descriptors.resolve(match.group(2));
      return isOnePipe(in, out)
          ? new Reachable(in, false, jobs)
          : new Unreachable(
              "its descriptors %s were not passed on; write `+` before the command in the makefile"
                  .formatted(auth));
    }

    /** Descriptors of these numbers may be something else by now. */
    private static boolean isOnePipe(Path in, Path out) {
      try {
        return Fifo.isThere(in) && Fifo.isThere(out) && Files.isSameFile(in, out);
      } catch (IOException e) {
        return false;
      }
    }
  }
}
