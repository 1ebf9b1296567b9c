package orchestrate.worker.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.ipc.os.SystemCall;
import orchestrate.worker.mask.Mask;
import org.jspecify.annotations.Nullable;

/**
 * Starts commands by Java's own means, for machines that have no posix_spawn that would do. They
 * stay in the worker's session, and only on Linux is found what leaves the tree of processes.
 */
final class PortableLauncher implements Launcher {
  private final LaneSetup setup;
  private final Leftovers leftovers;

  PortableLauncher(LaneSetup setup) {
    this.setup = setup;
    this.leftovers = new Leftovers(setup.mark());
  }

  @Override
  public CommandProcess start(Command command) throws IOException {
    Map<String, String> environment = new HashMap<>(setup.environment());
    environment.put(Leftovers.VARIABLE, setup.mark());
    environment.putAll(command.variables());
    String program = command.arguments().getFirst();
    String file = Executables.find(program, command.directory(), environment).toString();
    Files.createFile(command.log(), OwnerOnly.FILE);
    MaskedLog masked = command.mask() == null ? null : masked(command.log(), command.mask());
    Process process = null;
    try {
      process = builder(file, command, environment, masked).start();
      return new PortableCommand(process, command.log(), leftovers, masked);
    } catch (IOException e) {
      Files.delete(command.log());
      throw command.failure(file, reason(e));
    } finally {
      if (masked != null) {
        masked.started(process != null);
      }
    }
  }

  private static MaskedLog masked(Path log, Mask mask) throws IOException {
    if (!SystemCall.known()) {
      Files.delete(log);
      throw new IOException(
          "a command can have secrets on Linux only, on x86-64 or ARM: elsewhere its output can't be"
              + " masked");
    }
    return new MaskedLog(log, mask);
  }

  private static ProcessBuilder builder(
      String file, Command command, Map<String, String> environment, @Nullable MaskedLog masked) {
    // Java would look it up by our PATH, not by the task's.
    var arguments = new ArrayList<>(command.arguments());
    arguments.set(0, file);
    var builder = new ProcessBuilder(arguments);
    builder.directory(command.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    PipeEnds pipes = command.pipes();
    builder.redirectInput(pipes.hasStdin() ? ours(pipes.stdin()) : new File("/dev/null"));
    File output = masked == null ? command.log().toFile() : ours(masked.descriptor());
    var log = ProcessBuilder.Redirect.appendTo(output);
    if (pipes.hasStdout()) {
      builder.redirectOutput(ours(pipes.stdout())).redirectError(log);
    } else {
      builder.redirectOutput(log).redirectErrorStream(true);
    }
    return builder;
  }

  /** A descriptor of this process, to be opened once more: pipes are there on Linux only. */
  private static File ours(int descriptor) {
    return new File("/proc/self/fd/" + descriptor);
  }

  private static String reason(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }
}
