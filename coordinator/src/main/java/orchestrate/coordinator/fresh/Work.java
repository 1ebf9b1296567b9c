package orchestrate.coordinator.fresh;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.fresh.Fingerprint.Part;

/**
 * What an instance of a task is about to do, as far as that is known without reading files.
 *
 * @param task its name
 * @param key a SHA-256 that stands for the instance, from run to run
 * @param parts what the result depends on besides files, by its hash
 * @param classPath what a Java task sees, by what people call it, in its order
 * @param inputs names of files that it reads, as {@link
 *     orchestrate.coordinator.files.JobFiles#find} takes them
 * @param outputs names of those that it makes
 * @param cached whether what it makes is kept, to be put back
 */
public record Work(
    String task,
    String key,
    Map<Part, String> parts,
    Map<String, Path> classPath,
    List<String> inputs,
    List<String> outputs,
    boolean cached) {}
