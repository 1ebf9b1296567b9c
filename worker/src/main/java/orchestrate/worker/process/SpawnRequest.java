package orchestrate.worker.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to start.
 *
 * @param arguments its name first
 * @param environment all of it; nothing is inherited
 */
public record SpawnRequest(
    List<String> arguments, Map<String, String> environment, Path directory) {}
