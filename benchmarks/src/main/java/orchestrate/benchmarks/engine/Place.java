package orchestrate.benchmarks.engine;

import java.nio.file.Path;

/**
 * Where and how large.
 *
 * @param home the project's folder
 * @param tasks how many things are done
 * @param cores how many at a time
 */
record Place(Path home, int tasks, int cores) {}
