package orchestrate.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a task, each a path or a pattern that counts from the folder of the job file.
 *
 * @param inputs that it reads: as long as they are the same it need not be run again; null if it is
 *     always run
 * @param outputs that are there when the task has succeeded
 * @param artifacts that are copied out of the way when it has ended, for people to look at
 * @param cached whether its outputs are kept, and put back instead of being made once more
 */
public record TaskFiles(
    @Nullable List<Template> inputs,
    List<Template> outputs,
    List<Template> artifacts,
    boolean cached) {
  public static final TaskFiles NONE = new TaskFiles(null, List.of(), List.of(), false);

  public TaskFiles {
    inputs = inputs == null ? null : List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    artifacts = List.copyOf(artifacts);
  }
}
