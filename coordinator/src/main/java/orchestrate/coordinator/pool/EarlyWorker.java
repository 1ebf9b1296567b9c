package orchestrate.coordinator.pool;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.worker.WorkerMain;
import orchestrate.worker.process.InheritedProcess;

/**
 * The worker for commands that boots before anybody knows whether it is needed. The launcher starts
 * it while it still is a shell, so that it boots beside this JVM; or if it doesn't, this JVM does.
 *
 * <p>How, only {@link WorkerCommand} knows: the first run after a build leaves that in a file for
 * the launcher.
 */
final class EarlyWorker {
  /** The launcher's: the id of the worker that it has started, and what leads to its stdin. */
  private static final String STARTED = "orchestrate.early-worker";

  /** In the folder of the AOT caches, which are made anew with each build: for java's {@code @}. */
  private static final String ARGUMENTS = "early-worker.arguments";

  private EarlyWorker() {}

  static Process start() throws IOException {
    String started = System.getProperty(STARTED);
    if (started != null) {
      String[] numbers = started.split(":", -1);
      return new InheritedProcess(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }
    Process process = WorkerCommand.ofEarly().start();
    leaveArguments(AotCaches.ofThisProcess());
    return process;
  }

  private static void leaveArguments(AotCaches caches) throws IOException {
    Path folder = caches.folder();
    if (folder == null || caches.training() || caches.optionsFor(WorkerKind.COMMANDS).isEmpty()) {
      return; // While the caches are being made it would be told for good to do without.
    }
    Path file = folder.resolve(ARGUMENTS);
    if (Files.exists(file) || !Files.isWritable(folder)) {
      return; // Others share an installed copy, and only its owner may write there.
    }
    List<String> command = WorkerCommand.ofEarly().command();
    // Without the program, and without this process's id and what follows.
    List<String> arguments = command.subList(1, command.indexOf(WorkerMain.class.getName()) + 1);
    Path unfinished = Files.createTempFile(folder, ARGUMENTS, ".unfinished", OwnerOnly.FILE);
    try {
      Files.writeString(
          unfinished,
          arguments.stream().map(EarlyWorker::quoted).collect(Collectors.joining("\n")));
      Files.move(unfinished, file, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** As java's argument files want it. */
  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
