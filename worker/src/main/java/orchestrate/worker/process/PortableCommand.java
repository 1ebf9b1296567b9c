package orchestrate.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orchestrate.worker.protocol.ResourceUse;

/**
 * A command started by Java's own means. What it uses is not known, and an exit code above 128 is
 * taken for a signal: Java does not tell them apart.
 */
final class PortableCommand extends CommandProcess {
  private final Process process;
  private final Path log;
  private final Leftovers leftovers;

  PortableCommand(Process process, Path log, Leftovers leftovers) {
    this.process = process;
    this.log = log;
    this.leftovers = leftovers;
    leftovers.started(pidOf(process));
  }

  private static int pidOf(Process process) {
    return Math.toIntExact(process.pid());
  }

  @Override
  public int waitFor() {
    try {
      process.onExit().join(); // Not Process.waitFor(): that can be interrupted.
      leftovers.kill(pidOf(process));
      removeIfEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return process.exitValue();
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
  public int signal() {
    int code = process.exitValue();
    return code > 128 && code <= 128 + 64 ? code - 128 : 0;
  }

  @Override
  public int exitValue() {
    return process.exitValue();
  }

  /** By TERM, whatever the signal: Java has no other way to ask. */
  @Override
  public void ask(int signal) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    descendants.forEach(ProcessHandle::destroy);
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
