package orchestrate.coordinator.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import orchestrate.config.Explanation;
import orchestrate.coordinator.machine.MachineMemory;
import orchestrate.ipc.os.Terminal;
import orchestrate.ipc.session.SessionFolders;

/** How much of everything there is. */
final class RoomChecks {
  /** What a run takes in shared memory, and each task at a time (docs/machine.md). */
  private static final long OF_RUN = 150_000;

  private static final long OF_SLOT = 600_000;

  /** The journal's file, some logs and what compiled tasks need. */
  private static final long LEAST_DISK = 100 << 20;

  /** A JVM has some 30 threads, and there is one for each slot, and one for all commands. */
  private static final long THREADS_OF_SLOT = 40;

  private static final long FILES_OF_SLOT = 64;
  private static final long OF_COORDINATOR = 256;

  private final int slots;
  private final Map<String, String> environment;

  RoomChecks(int slots, Map<String, String> environment) {
    this.slots = slots;
    this.environment = environment;
  }

  List<Finding> all() {
    var findings = new ArrayList<Finding>();
    findings.add(processors());
    findings.add(memory());
    findings.add(sharedMemory());
    findings.add(disk());
    findings.add(
        limit(
            "open files",
            "Max open files",
            OF_COORDINATOR + FILES_OF_SLOT * slots,
            "many tasks at a time may end with \"Too many open files\"",
            "ulimit -n %d, or LimitNOFILE= of a systemd unit"));
    findings.add(
        limit(
            "processes",
            "Max processes",
            OF_COORDINATOR + THREADS_OF_SLOT * slots,
            "workers or tasks may find no thread left: \"Resource temporarily unavailable\"",
            "ulimit -u %d, or TasksMax= of a systemd unit"));
    findings.add(terminal());
    return findings;
  }

  private Finding processors() {
    long online = onlineProcessors();
    String found = "%d, so %d tasks at a time".formatted(slots, slots);
    return online <= slots
        ? Finding.ok("processors", found)
        : Finding.missing(
            "processors",
            "%s, of %d that this machine has".formatted(found, online),
            "the others stay idle, as far as this run goes",
            "it is a cpu quota of a cgroup or container, or taskset, that says so; -j N has more");
  }

  private static long onlineProcessors() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      return lines.filter(line -> line.matches("cpu\\d+ .*")).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static Finding memory() {
    MachineMemory memory = MachineMemory.now();
    return memory.available() >= 0
        ? Finding.ok(
            "memory",
            "%s, of which %s are free".formatted(size(memory.total()), size(memory.available())))
        : Finding.missing(
            "memory",
            "nobody says how much is free",
            "tasks are not held back when it is scarce (--memory-floor)",
            "mount /proc");
  }

  private Finding sharedMemory() {
    long wanted = OF_RUN + OF_SLOT * slots;
    try {
      Path folder = SessionFolders.standard(Path.of(".orchestrate")).base();
      FileStore store = Files.getFileStore(folder);
      String found =
          "%s free in %s (%s)".formatted(size(store.getUsableSpace()), folder, store.type());
      if (store.getUsableSpace() < OF_RUN + OF_SLOT) {
        return Finding.needed(
            "shared memory",
            found,
            "no run can begin",
            "free some: rm what is no longer used there, or docker run --shm-size=256m");
      }
      if (store.getUsableSpace() < wanted) {
        return Finding.missing(
            "shared memory",
            "%s, %s are wanted".formatted(found, size(wanted)),
            "fewer tasks at a time than there are processors",
            "free some: rm what is no longer used there, or docker run --shm-size=256m");
      }
      return store.type().equals("tmpfs")
          ? Finding.ok("shared memory", found)
          : Finding.missing(
              "shared memory",
              found + ", which is on a disk",
              "processes may stall for hundreds of milliseconds when the disk is busy",
              "have a tmpfs at /dev/shm, or in XDG_RUNTIME_DIR");
    } catch (IOException e) {
      return Finding.needed(
          "shared memory",
          Explanation.of(e),
          "no run can begin",
          "have a tmpfs at /dev/shm that you may write to, or name one in XDG_RUNTIME_DIR");
    }
  }

  private static Finding disk() {
    Path folder = Path.of("").toAbsolutePath();
    try {
      FileStore store = Files.getFileStore(folder);
      String found =
          "%s free in %s (%s)".formatted(size(store.getUsableSpace()), folder, store.type());
      if (!Files.isWritable(folder)) {
        return Finding.missing(
            "this folder",
            folder + " can't be written to",
            "no job file that is in it can be run: .orchestrate is beside it",
            "go to a folder of yours, or chmod u+w it");
      }
      return store.getUsableSpace() >= LEAST_DISK
          ? Finding.ok("this folder", found)
          : Finding.missing(
              "this folder",
              found,
              "runs may end early: there is no room for their logs",
              "orchestrate runs prune --keep 20 deletes those of old runs");
    } catch (IOException e) {
      return Finding.missing(
          "this folder", Explanation.of(e), "no job can be run here", "go to another");
    }
  }

  private static Finding limit(String name, String line, long wanted, String costs, String remedy) {
    OptionalLong limit = softLimit(line);
    if (limit.isEmpty() || limit.getAsLong() >= wanted) {
      String found = limit.isEmpty() ? "no limit" : "at most " + limit.getAsLong();
      return Finding.ok(name, found);
    }
    return Finding.missing(
        name,
        "at most %d, %d are wanted".formatted(limit.getAsLong(), wanted),
        costs,
        remedy.formatted(wanted));
  }

  private static OptionalLong softLimit(String name) {
    try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()).strip().split(" +", 2)[0])
          .filter(limit -> limit.matches("\\d{1,18}"))
          .mapToLong(Long::parseLong)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private Finding terminal() {
    if (!Terminal.isOutput()) {
      return Finding.ok("terminal", "standard output is none: runs print lines");
    }
    String type = environment.getOrDefault("TERM", "dumb");
    return type.equals("dumb")
        ? Finding.missing(
            "terminal",
            "TERM says that it is dumb",
            "runs print lines, without the display at its foot",
            "set TERM, such as to xterm-256color")
        : Finding.ok("terminal", type + ": runs show how they stand at its foot");
  }

  private static String size(long bytes) {
    return bytes < 1L << 30
        ? "%d MiB".formatted(bytes >> 20)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
