package orchestrate.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * A command started by Java's own means. What it uses is not known, and an exit code above 128 is
 * taken for a signal: Java does not tell them apart.
 */
final class PortableCommand extends CommandProcess {
  private final Process process;
  private final Path log;
  private final Leftovers leftovers;
  private final @Nullable MaskedLog masked;
  private volatile long endedAt;

  /**
   * @param masked through which it prints; null if it writes to its log
   */
  PortableCommand(Process process, Path log, Leftovers leftovers, @Nullable MaskedLog masked) {
    this.process = process;
    this.log = log;
    this.leftovers = leftovers;
    this.masked = masked;
    leftovers.started(pidOf(process));
  }

  private static int pidOf(Process process) {
    return Math.toIntExact(process.pid());
  }

  @Override
  public int waitFor() {
    try {
      process.onExit().join(); // Not Process.waitFor(): that can be interrupted.
      endedAt = System.nanoTime();
      endOutput();
      removeIfEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return process.exitValue();
  }

  private void endOutput() throws IOException {
    try {
      leftovers.kill(pidOf(process));
    } finally {
      if (masked != null) {
        masked.end();
      }
    }
  }

  private void removeIfEmpty() throws IOException {
    if (Files.size(log) == 0) {
      Files.delete(log);
    }
  }

  @Override
  public ResourceUse use() {
    return ResourceUse.NONE;
  }

  @Override
  public long endedAt() {
    return endedAt;
  }

  @Override
  public int signal() {
    int code = process.exitValue();
    return code > 128 && code <= 128 + 64 ? code - 128 : 0;
  }

  @Override
  public int exitValue() {
    return process.exitValue();
  }

  /** Java itself knows no signal but TERM, and KILL. */
  @Override
  public void ask(int signal) {
    var pids = new ArrayList<String>();
    pids.add(Long.toString(pid()));
    process.descendants().forEach(descendant -> pids.add(Long.toString(descendant.pid())));
    var command = new ArrayList<>(List.of("kill", "-s", nameOf(signal)));
    command.addAll(pids);
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD) // some may have ended meanwhile
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("can't send signal " + signal + " to process " + pid(), e);
    }
  }

  /** Numbers are those of Linux; other systems have others. */
  private static String nameOf(int signal) {
    return switch (signal) {
      case 1 -> "HUP";
      case 2 -> "INT";
      case 3 -> "QUIT";
      case 6 -> "ABRT";
      case 10 -> "USR1";
      case 12 -> "USR2";
      default -> "TERM";
    };
  }

  @Override
  public Process destroyForcibly() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    return this;
  }

  @Override
  public long pid() {
    return process.pid();
  }
}
