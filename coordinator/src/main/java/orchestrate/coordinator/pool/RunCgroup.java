package orchestrate.coordinator.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import orchestrate.ipc.wait.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A cgroup (version 2) for the workers of one run and all that they start, where we may make one.
 * Nobody leaves it by whatever he does to his session, parents or environment, and one write kills
 * all that is in it.
 *
 * @param folder under our own cgroup
 */
record RunCgroup(Path folder) {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Path OWN = Path.of("/proc/self/cgroup");
  private static final String UNIFIED = "0::/";
  private static final String KILL = "cgroup.kill";
  private static final String MEMBERS = "cgroup.procs";
  private static final int MOST_MILLIS = 2_000;
  private static final long PAUSE_NANOS = 1_000_000;

  // Fields of a line of mountinfo.
  private static final int ROOT = 3;
  private static final int MOUNT_POINT = 4;

  /** Null where there is none, or we may not, or the kernel is older than 5.14. */
  static @Nullable RunCgroup create(String run) {
    return own().map(parent -> createIn(parent, run)).orElse(null);
  }

  static @Nullable RunCgroup createIn(Path parent, String run) {
    Path folder = parent.resolve("orchestrate-" + run);
    try {
      Files.createDirectory(folder);
      if (Files.isWritable(folder.resolve(KILL))) {
        return new RunCgroup(folder);
      }
      Files.delete(folder);
    } catch (IOException e) {
      return null; // We may not, as most users outside of a session of systemd.
    }
    return null;
  }

  /** The folder of the cgroup that this process is in. */
  private static Optional<Path> own() {
    try (Stream<String> mounts = Files.lines(MOUNTS);
        Stream<String> groups = Files.lines(OWN)) {
      Optional<String> path =
          groups
              .filter(line -> line.startsWith(UNIFIED))
              .map(line -> line.substring(UNIFIED.length()))
              .findFirst();
      return mounts
          .filter(line -> line.contains(" - cgroup2 "))
          .map(line -> line.split(" "))
          .filter(fields -> fields[ROOT].equals("/"))
          .map(fields -> Path.of(fields[MOUNT_POINT]))
          .findFirst()
          .flatMap(mount -> path.map(mount::resolve));
    } catch (IOException e) {
      return Optional.empty(); // Another system, or one without /proc.
    }
  }

  /** From now on the process, and what it starts, is in the cgroup. */
  void add(long pid) {
    try {
      Files.writeString(folder.resolve(MEMBERS), Long.toString(pid));
    } catch (IOException e) {
      // It has ended, or we may not: then it is found by its environment, as without a cgroup.
    }
  }

  /** Kills all that is left in it, and removes it. */
  void end() throws IOException {
    Deadline deadline = Deadline.after(Duration.ofMillis(MOST_MILLIS));
    while (!isRemoved() && !deadline.expired()) {
      Files.writeString(folder.resolve(KILL), "1");
      LockSupport.parkNanos(PAUSE_NANOS); // There is no event to wait for that is worth its code.
    }
  }

  private boolean isRemoved() {
    try {
      Files.delete(folder);
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false; // Somebody is in it.
    }
  }
}
