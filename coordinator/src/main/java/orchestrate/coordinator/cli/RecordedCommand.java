package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.run.Invocation;
import orchestrate.coordinator.run.RunFolder;
import picocli.CommandLine;

/** The command that a run was begun with, as its folder has it. */
final class RecordedCommand {
  private RecordedCommand() {}

  /**
   * Reads it.
   *
   * @param wish what can't be done otherwise, as "be resumed"
   * @throws RefusedException if the run does not say it, or this version does not understand it
   */
  static RunCommand of(RunFolder folder, Spawner spawner, String wish)
      throws RefusedException, IOException {
    Invocation invocation;
    try {
      invocation = Invocation.read(folder.path());
    } catch (NoSuchFileException e) {
      throw new RefusedException(
          "run %s can't %s: it does not say how it was called, as it was begun by an earlier version"
              .formatted(folder.id(), wish));
    }
    var command = new RunCommand(spawner, invocation);
    try {
      new CommandLine(command)
          .setExpandAtFiles(false)
          .registerConverter(Path.class, text -> invocation.folder().resolve(text))
          .parseArgs(invocation.arguments().toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new RefusedException(
          "run %s can't %s: this version does not take the options that it was called with: %s"
              .formatted(folder.id(), wish, e.getMessage()));
    }
    return command;
  }
}
