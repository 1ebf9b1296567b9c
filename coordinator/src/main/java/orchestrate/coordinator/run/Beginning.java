package orchestrate.coordinator.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orchestrate.coordinator.plan.Plan;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.ipc.os.ProcessStat;

/**
 * What is known of a run as soon as it begins, in the file {@code begin} of its folder: for whoever
 * wants to know of a run that has no result yet, or never will. When it is resumed, how it goes on
 * takes its place; how it began at first is then in {@code begin-1}.
 *
 * @param process its coordinator, the last one
 * @param job the job's name
 * @param tasks by their numbers
 */
public record Beginning(ProcessStat process, String job, List<Task> tasks) {
  private static final String FILE = "begin";
  private static final String FIRST = "begin-1";
  private static final long MOST_BYTES = 1 << 26;

  /** The job's name comes last, since anything may be in it. */
  private static final Pattern FORM = Pattern.compile("1\n(\\d{1,9}) (\\d{1,18})\n(.*)\n((?s:.*))");

  private static final String FAN_OUT = "[]";

  /** A task and whether it has several instances. */
  public record Task(String name, boolean fanOut) {}

  /** That of a run of this process. */
  public static Beginning of(Plan plan) {
    return new Beginning(
        ProcessStat.self(),
        plan.job().name(),
        plan.tasks().stream().map(task -> new Task(task.name(), task.isFanOut())).toList());
  }

  /** Keeps it for a run that begins. */
  public void write(Path runFolder) throws IOException {
    writeTo(runFolder.resolve(FILE));
  }

  /** Keeps it for a run that is resumed. */
  public void replace(Path runFolder) throws IOException {
    Path first = runFolder.resolve(FIRST);
    if (Files.notExists(first, LinkOption.NOFOLLOW_LINKS)) {
      read(runFolder).putInto(first);
    }
    putInto(runFolder.resolve(FILE));
  }

  private void putInto(Path file) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished); // of a process that was killed
    writeTo(unfinished);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void writeTo(Path file) throws IOException {
    String names =
        tasks.stream()
            .map(task -> task.fanOut() ? task.name() + FAN_OUT : task.name())
            .collect(Collectors.joining(" "));
    String text = "1\n%d %d\n%s\n%s".formatted(process.pid(), process.start(), names, job);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, OwnerOnly.FILE)) {
      ByteBuffer bytes = UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new IOException("can't write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads that of a run.
   *
   * @throws java.nio.file.NoSuchFileException if it has none
   * @throws IOException if it can't be read, or is something else
   */
  public static Beginning read(Path runFolder) throws IOException {
    return readFrom(runFolder.resolve(FILE));
  }

  /** How it began at first, if it was resumed since; else as {@link #read}. */
  public static Beginning readFirst(Path runFolder) throws IOException {
    Path first = runFolder.resolve(FIRST);
    return Files.exists(first, LinkOption.NOFOLLOW_LINKS) ? readFrom(first) : read(runFolder);
  }

  private static Beginning readFrom(Path file) throws IOException {
    Matcher match = FORM.matcher(text(file));
    if (!match.matches()) {
      throw new IOException(file + " does not say how the run began");
    }
    return new Beginning(
        new ProcessStat(Integer.parseInt(match.group(1)), Long.parseLong(match.group(2))),
        match.group(4),
        Stream.of(match.group(3).split(" "))
            .filter(name -> !name.isEmpty())
            .map(Beginning::task)
            .toList());
  }

  private static Task task(String name) {
    boolean fanOut = name.endsWith(FAN_OUT);
    return new Task(fanOut ? name.substring(0, name.length() - FAN_OUT.length()) : name, fanOut);
  }

  private static String text(Path file) throws IOException {
    try (var channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long size = channel.size();
      if (size > MOST_BYTES) {
        throw new IOException(file + " is too long to say how a run began");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Until it is full, or the file is shorter than it said.
      }
      return UTF_8.decode(bytes.flip()).toString();
    }
  }

  /** Names of the tasks, by their numbers. */
  public List<String> taskNames() {
    return tasks.stream().map(Task::name).toList();
  }

  /** Whether the coordinator may still be at it. */
  public boolean isUnderWay() {
    return !process.isGone();
  }
}
