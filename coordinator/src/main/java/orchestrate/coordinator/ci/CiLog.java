package orchestrate.coordinator.ci;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is told: standard output, in which a CI system looks for commands. Only those that it
 * is told here reach it: what else is printed is parted where it looks like one.
 *
 * <p>Whole lines only. For one thread at a time, but for {@link #out}, which is for any.
 */
public final class CiLog {
  private final CiCommands commands;
  private final PrintStream raw;
  private final PrintStream out;
  private final PrintStream taskOut;

  private CiLog(CiCommands commands, PrintStream raw, PrintStream out, PrintStream taskOut) {
    this.commands = commands;
    this.raw = raw;
    this.out = out;
    this.taskOut = taskOut;
  }

  /** One that nobody searches for commands. */
  public static CiLog plain(PrintStream out) {
    return new CiLog(new NoCommands(), out, out, out);
  }

  /**
   * One that a CI system reads.
   *
   * @param tasksMayCommand whether what tasks print reaches it as it is
   */
  public static CiLog of(CiCommands commands, PrintStream raw, boolean tasksMayCommand) {
    PrintStream out = harmless(commands, raw);
    return new CiLog(commands, raw, out, tasksMayCommand ? raw : out);
  }

  /** The same stream, on which nothing is a command. */
  public static PrintStream harmless(CiCommands commands, PrintStream raw) {
    CommandSigns signs = commands.signs();
    return signs.areAny()
        ? new PrintStream(new HarmlessStream(raw, signs), true, raw.charset())
        : raw;
  }

  /** For what we say. */
  public PrintStream out() {
    return out;
  }

  /** For what tasks have printed, as they did. */
  public PrintStream taskOut() {
    return taskOut;
  }

  public CiCommands commands() {
    return commands;
  }

  /** Tells the system commands of it. */
  public void tell(List<String> lines) {
    out.flush();
    lines.forEach(raw::println);
  }

  /** Shows lines that a task has printed as a group, or as they are where there are none. */
  public void show(Group group, List<String> lines) {
    tell(commands.begin(group));
    lines.forEach(taskOut::println);
    taskOut.flush();
    tell(commands.end(group));
  }

  /**
   * Whether whoever started us has our standard output, too: a shell of the CI system prints there,
   * its agent reads from it. If not, it was redirected: a secret that is to be masked would end up
   * in a file, or be told to a program.
   */
  public static boolean isOfTheCaller() {
    return ProcessHandle.current().parent().map(CiLog::hasOurOutput).orElse(false);
  }

  private static boolean hasOurOutput(ProcessHandle other) {
    Path files = Path.of("/proc/%d/fd".formatted(other.pid()));
    try (DirectoryStream<Path> each = Files.newDirectoryStream(files)) {
      Path own = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
      for (Path file : each) {
        if (own.equals(targetOf(file))) {
          return true;
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false; // It is somebody else's, or this is no Linux: who knows.
    }
  }

  private static @Nullable Path targetOf(Path file) throws IOException {
    try {
      return Files.readSymbolicLink(file);
    } catch (NoSuchFileException e) {
      return null; // It was closed a moment ago.
    }
  }
}
