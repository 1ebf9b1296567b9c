package orchestrate.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What runs on this machine, read from /proc. */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  private record Entry(int pid, int parent, int group, int session, boolean isZombie) {}

  private ProcessTable() {}

  /**
   * The living processes that descend from {@code root} or belong to its session, without itself:
   * also those that moved to another group, or whose own parent has ended.
   */
  public static List<Integer> descendants(int root) {
    var children = new HashMap<Integer, List<Integer>>();
    var open = new ArrayDeque<Integer>();
    open.add(root);
    for (Entry entry : entries()) {
      if (entry.isZombie) {
        continue;
      }
      children.computeIfAbsent(entry.parent, pid -> new ArrayList<>()).add(entry.pid);
      if (entry.session == root && entry.pid != root) {
        open.add(entry.pid);
      }
    }
    return reachable(open, children, root);
  }

  /** Whether the process is there and belongs to that group. */
  static boolean isInGroup(int process, int group) {
    return read(processFolder(process)).filter(entry -> entry.group == group).isPresent();
  }

  /**
   * The children of {@code parent} that are in another session than its own, without {@code
   * except}: those that it did not start itself but was given when their own parent died.
   *
   * <p>The kernel gives them to the main thread, as long as there is that one, so it is enough to
   * look at its children, which usually are none. To read of all processes takes long.
   */
  public static List<Integer> adopted(int parent, Set<Integer> except) {
    Entry own = read(processFolder(parent)).orElseThrow();
    List<Entry> entries =
        own.isZombie ? entries() : childrenOfMainThread(parent).orElseGet(ProcessTable::entries);
    return entries.stream()
        .filter(entry -> entry.parent == parent && entry.session != own.session)
        .map(Entry::pid)
        .filter(pid -> !except.contains(pid))
        .toList();
  }

  /** Empty if this kernel doesn't tell. */
  private static Optional<List<Entry>> childrenOfMainThread(int process) {
    Path file = processFolder(process).resolve("task/" + process + "/children");
    try {
      // If a child ends while we read, others may be left out.
      String before;
      String children = Files.readString(file);
      do {
        before = children;
        children = Files.readString(file);
      } while (!children.equals(before));
      return Optional.of(
          children
              .lines()
              .flatMap(line -> Stream.of(line.split(" ")))
              .flatMap(child -> read(PROC.resolve(child)).stream())
              .toList());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path processFolder(int pid) {
    return PROC.resolve(Integer.toString(pid));
  }

  private static List<Integer> reachable(
      ArrayDeque<Integer> open, Map<Integer, List<Integer>> children, int root) {
    var found = new ArrayList<Integer>();
    while (!open.isEmpty()) {
      int pid = open.remove();
      if (pid != root && !found.contains(pid)) {
        found.add(pid);
      }
      open.addAll(children.getOrDefault(pid, List.of()));
    }
    return found;
  }

  private static List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        read(folder).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + PROC, e);
    }
    return entries;
  }

  private static Optional<Entry> read(Path folder) {
    String stat;
    try {
      stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return Optional.empty(); // It ended between the listing and the reading.
    }
    // pid (name) state parent group session ...; the name may hold anything, also ") ".
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Optional.of(
        new Entry(
            Integer.parseInt(folder.getFileName().toString()),
            Integer.parseInt(fields[1]),
            Integer.parseInt(fields[2]),
            Integer.parseInt(fields[3]),
            fields[0].equals("Z")));
  }
}
