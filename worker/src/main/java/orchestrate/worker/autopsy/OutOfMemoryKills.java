package orchestrate.worker.autopsy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel has killed for lack of memory since this was made: the {@code oom_kill} of our
 * cgroup's {@code memory.events}, where that can be read (cgroup v2). It goes up before the signal
 * is sent, whether the cgroup or the whole machine lacks memory.
 */
public final class OutOfMemoryKills {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path OWN = Path.of("/proc/self/cgroup");
  private static final String UNIFIED = "0::/";
  private static final String COUNT = "oom_kill ";

  private final @Nullable Path events;
  private long told;

  /**
   * @param events null if there is no such file
   */
  OutOfMemoryKills(@Nullable Path events) {
    this.events = events;
    this.told = count();
  }

  public static OutOfMemoryKills ofThisProcess() {
    return new OutOfMemoryKills(ownEvents());
  }

  private static @Nullable Path ownEvents() {
    try (var lines = Files.lines(OWN)) {
      return lines
          .filter(line -> line.startsWith(UNIFIED))
          .map(line -> ROOT.resolve(line.substring(UNIFIED.length())).resolve("memory.events"))
          .filter(Files::isReadable)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  public boolean areKnown() {
    return count() >= 0;
  }

  /** Why something was killed by SIGKILL. Each kill of the kernel accounts for one. */
  public String cause() {
    long count = count();
    if (count < 0) {
      return "likely the system ran out of memory, or someone ran kill -9";
    }
    if (count > told) {
      told++;
      return "by the kernel for lack of memory, says oom_kill in " + events;
    }
    return "as by kill -9; the kernel has killed nothing here for lack of memory, says oom_kill in "
        + events;
  }

  /** Negative if it can't be known. */
  private long count() {
    if (events == null) {
      return -1;
    }
    try (var lines = Files.lines(events)) {
      return lines
          .filter(line -> line.startsWith(COUNT))
          .mapToLong(line -> Long.parseLong(line.substring(COUNT.length())))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }
}
