package orchestrate.coordinator.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much memory could be had without swapping, as the kernel tells: of the machine, or of one of
 * the cgroups (v2) that we are in, whichever has less.
 */
final class Memory {
  /** Of the file cache what can be dropped, and what of the kernel's own. */
  private static final List<String> RECLAIMABLE =
      List.of("inactive_file", "active_file", "slab_reclaimable");

  private static final String UNIFIED = "0::/";

  private final Path machine;
  private final Path pressure;
  private final List<Path> cgroups;

  private Memory(Path machine, Path pressure, List<Path> cgroups) {
    this.machine = machine;
    this.pressure = pressure;
    this.cgroups = cgroups;
  }

  /**
   * @param root the folder that has {@code proc} and {@code sys}
   */
  static Memory under(Path root) {
    Path proc = root.resolve("proc");
    Path top = root.resolve("sys/fs/cgroup");
    return new Memory(
        proc.resolve("meminfo"),
        proc.resolve("pressure/memory"),
        limited(top, ownCgroup(proc.resolve("self/cgroup"))));
  }

  private static @Nullable String ownCgroup(Path file) {
    return lines(file).stream()
        .filter(line -> line.startsWith(UNIFIED))
        .map(line -> line.substring(UNIFIED.length()))
        .findFirst()
        .orElse(null);
  }

  /** The cgroup and those around it that can have a limit. */
  private static List<Path> limited(Path top, @Nullable String own) {
    if (own == null) {
      return List.of();
    }
    return Stream.iterate(
            top.resolve(own).normalize(), folder -> folder.startsWith(top), Path::getParent)
        .filter(folder -> Files.isReadable(folder.resolve("memory.max")))
        .toList();
  }

  /** In bytes; negative if it can't be known. */
  long total() {
    long total = inBytes(meminfo().get("MemTotal"));
    for (Path cgroup : cgroups) {
      Long limit = number(cgroup.resolve("memory.max"));
      total = limit == null ? total : Math.min(total, limit);
    }
    return total;
  }

  /** In bytes; negative if it can't be known. */
  long available() {
    long available = inBytes(meminfo().get("MemAvailable"));
    for (Path cgroup : cgroups) {
      Long left = left(cgroup);
      available = left == null ? available : Math.min(available, left);
    }
    return available;
  }

  private static @Nullable Long left(Path cgroup) {
    Long limit = number(cgroup.resolve("memory.max"));
    Long used = number(cgroup.resolve("memory.current"));
    if (limit == null || used == null) {
      return null;
    }
    Map<String, String> stat = table(cgroup.resolve("memory.stat"));
    long reclaimable =
        RECLAIMABLE.stream().mapToLong(key -> Long.parseLong(stat.getOrDefault(key, "0"))).sum();
    return Math.max(0, limit - used + reclaimable);
  }

  /** For how much of the last ten seconds something waited for memory, in percent. */
  double stalled() {
    return lines(pressure).stream()
        .filter(line -> line.startsWith("some avg10="))
        .mapToDouble(line -> Double.parseDouble(line.substring(11, line.indexOf(' ', 11))))
        .findFirst()
        .orElse(0);
  }

  private Map<String, String> meminfo() {
    return table(machine);
  }

  private static long inBytes(@Nullable String kibibytes) {
    return kibibytes == null ? -1 : Long.parseLong(kibibytes) << 10;
  }

  /** Null where there is none: no such file, or no limit. */
  private static @Nullable Long number(Path file) {
    return lines(file).stream()
        .filter(line -> line.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .findFirst()
        .orElse(null);
  }

  /** Lines of a key, perhaps with a colon, and a value, perhaps with a unit. */
  private static Map<String, String> table(Path file) {
    var table = new HashMap<String, String>();
    for (String line : lines(file)) {
      String[] words = line.split(":? +", 3);
      if (words.length > 1) {
        table.put(words[0], words[1]);
      }
    }
    return table;
  }

  /** None if this kernel has no such file, or doesn't let us read it. */
  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
