package orchestrate.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import orchestrate.worker.mask.Mask;
import org.jspecify.annotations.Nullable;

/**
 * A command that a lane runs.
 *
 * @param arguments its name first
 * @param directory where it runs
 * @param variables added to those of the lane; they win
 * @param log where its stdout and stderr go: not there if it writes nothing
 * @param mask what is masked in what goes to the log; null if nothing is
 * @param pipes where its stdout goes instead, and what it reads, if it is joined with others
 */
public record Command(
    List<String> arguments,
    Path directory,
    Map<String, String> variables,
    Path log,
    @Nullable Mask mask,
    PipeEnds pipes) {
  /** One that has no secrets and is joined with no other. */
  public Command(List<String> arguments, Path directory, Map<String, String> variables, Path log) {
    this(arguments, directory, variables, log, null, PipeEnds.USUAL);
  }

  /** What to say of it if it can't be started. */
  IOException failure(String file, String reason) {
    return new IOException(
        Files.isDirectory(directory)
            ? "could not start " + file + ": " + reason
            : "could not start " + file + ": there is no folder " + directory + " to run it in");
  }
}
