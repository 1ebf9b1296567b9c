package orchestrate.config.read;

import java.util.Map;
import orchestrate.config.SourceText;
import orchestrate.config.yaml.Node.Mapping;

/**
 * A job file and all that it includes, as one tree in which tasks have their names in full.
 *
 * @param source of the job file; what is in the tree knows which file it comes from
 * @param namings how the files speak of tasks where a task is from one that has a prefix, by the
 *     task's name
 */
record JobTree(SourceText source, Mapping root, Map<String, Naming> namings) {
  /** A job file that includes nothing. */
  static JobTree of(SourceText source, Mapping root) {
    return new JobTree(source, root, Map.of());
  }

  /** How the file speaks of tasks that this one is from. */
  Naming naming(String task) {
    return namings.getOrDefault(task, Naming.OF_JOB);
  }
}
