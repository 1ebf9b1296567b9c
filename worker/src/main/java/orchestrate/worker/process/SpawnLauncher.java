package orchestrate.worker.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import orchestrate.ipc.os.Libc;
import orchestrate.worker.mask.Mask;
import org.jspecify.annotations.Nullable;

/**
 * Starts a lane's commands by posix_spawn. What they have in common is laid out in native memory
 * once: what is left for each is a copy of its own arguments and variables, and one call.
 */
final class SpawnLauncher implements Launcher {
  private final Map<String, String> environment;
  private final SharedVariables shared;
  private final CStrings program = new CStrings();
  private final ChildWait wait = new ChildWait();
  private final Leftovers leftovers;
  private final LaneLog log;

  /** By the folder that the command runs in: there are as many as tasks say `dir`. */
  private final Map<Path, FileActions> actions = new HashMap<>();

  /** Where programs were found, by name, folder and PATH. */
  private final Map<String, String> files = new HashMap<>();

  SpawnLauncher(LaneSetup setup) throws IOException {
    leftovers = new Leftovers(setup.mark());
    environment = new HashMap<>(setup.environment());
    environment.put(Leftovers.VARIABLE, setup.mark());
    shared = new SharedVariables(environment);
    log = new LaneLog(setup.log());
  }

  private FileActions actionsIn(Path folder) throws IOException {
    FileActions known = actions.get(folder);
    if (known == null) {
      known = FileActions.kept();
      fill(known, folder, PipeEnds.USUAL, log.descriptor());
      actions.put(folder, known);
    }
    return known;
  }

  private void fill(FileActions empty, Path folder, PipeEnds pipes, int output) throws IOException {
    if (pipes.hasStdin()) {
      empty.duplicate(pipes.stdin(), 0);
    } else {
      empty.openNothing(0);
    }
    empty
        .changeFolder(folder)
        .duplicate(output, 2)
        .duplicate(pipes.hasStdout() ? pipes.stdout() : 2, 1)
        .closeOthers();
  }

  @Override
  public CommandProcess start(Command command) throws IOException {
    log.begin(command.log());
    Mask mask = command.mask();
    return mask == null ? start(command, null) : startMasked(command, mask);
  }

  private CommandProcess startMasked(Command command, Mask mask) throws IOException {
    var output = MaskedOutput.to(log.descriptor(), () -> mask);
    boolean started = false;
    try {
      CommandProcess process = start(command, output);
      started = true;
      return process;
    } finally {
      output.closeOurEnd();
      if (!started) {
        output.end();
      }
    }
  }

  /**
   * @param output where what it prints goes; null if that is its log
   */
  private CommandProcess start(Command command, @Nullable MaskedOutput output) throws IOException {
    String path = environment.getOrDefault("PATH", "");
    String key =
        command.arguments().getFirst()
            + ("\0" + command.directory())
            + ("\0" + command.variables().getOrDefault("PATH", path));
    String known = files.get(key);
    if (known != null && spawn(known, command, output) == 0) {
      return started(output);
    }
    // Unknown, or not there any more.
    String file = find(command);
    files.put(key, file);
    int error = spawn(file, command, output);
    if (error != 0) {
      throw command.failure(file, reason(error));
    }
    return started(output);
  }

  private static String reason(int error) {
    return error == Libc.E2BIG
        ? Libc.describe(error)
            + " (with its environment it is longer than `getconf ARG_MAX` says); put long values, and"
            + " long lists, into files"
        : Libc.describe(error);
  }

  private int spawn(String file, Command command, @Nullable MaskedOutput output)
      throws IOException {
    program.set(
        file,
        command.arguments(),
        PosixSpawn.variables(command.variables()),
        shared.without(command.variables().keySet()));
    PipeEnds pipes = command.pipes();
    if (output == null && !pipes.hasStdin() && !pipes.hasStdout()) {
      return PosixSpawn.spawn(program, actionsIn(command.directory()), wait.pidAddress());
    }
    try (FileActions passing = FileActions.passing()) {
      int descriptor = output == null ? log.descriptor() : output.descriptor();
      fill(passing, command.directory(), pipes, descriptor);
      return PosixSpawn.spawn(program, passing, wait.pidAddress());
    }
  }

  private SpawnedCommand started(@Nullable MaskedOutput output) {
    return new SpawnedCommand(wait.pid(), wait, log, leftovers, output);
  }

  private String find(Command command) throws IOException {
    var all = new HashMap<>(environment);
    all.putAll(command.variables());
    return Executables.find(command.arguments().getFirst(), command.directory(), all).toString();
  }

  /** The addresses of a lane's variables, which live as long as this process. */
  private static final class SharedVariables {
    private final Map<String, Long> addresses = new HashMap<>();
    private final long[] all;

    SharedVariables(Map<String, String> variables) throws IOException {
      for (var variable : variables.entrySet()) {
        String text = variable.getKey() + "=" + variable.getValue();
        addresses.put(variable.getKey(), CStrings.of(text, Arena.global()));
      }
      all = addresses.values().stream().mapToLong(address -> address).toArray();
    }

    long[] without(Set<String> names) {
      if (Collections.disjoint(names, addresses.keySet())) {
        return all;
      }
      var left = new HashMap<>(addresses);
      names.forEach(left::remove);
      return left.values().stream().mapToLong(address -> address).toArray();
    }
  }
}
