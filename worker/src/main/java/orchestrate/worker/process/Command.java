package orchestrate.worker.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command that a lane runs.
 *
 * @param arguments its name first
 * @param variables added to those of the lane; they win
 * @param log where its stdout and stderr go: not there if it writes nothing
 */
public record Command(List<String> arguments, Map<String, String> variables, Path log) {}
