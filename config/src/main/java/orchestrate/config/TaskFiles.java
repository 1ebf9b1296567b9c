package orchestrate.config;

import java.util.List;

/**
 * The files of a task, each a path or a pattern that counts from the folder of the job file.
 *
 * @param outputs that are there when the task has succeeded
 * @param artifacts that are copied out of the way when it has ended, for people to look at
 */
public record TaskFiles(List<Template> outputs, List<Template> artifacts) {
  public static final TaskFiles NONE = new TaskFiles(List.of(), List.of());

  public TaskFiles {
    outputs = List.copyOf(outputs);
    artifacts = List.copyOf(artifacts);
  }
}
