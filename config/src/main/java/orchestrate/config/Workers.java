package orchestrate.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * The worker processes.
 *
 * @param count how many, and so how many tasks at a time; empty means one per core
 * @param classPath jars and folders for Java tasks, relative to the job file
 * @param javaOptions further JVM options of the workers for Java tasks
 */
public record Workers(OptionalInt count, List<String> classPath, List<String> javaOptions) {
  public static final Workers DEFAULT = new Workers(OptionalInt.empty(), List.of(), List.of());

  public Workers {
    classPath = List.copyOf(classPath);
    javaOptions = List.copyOf(javaOptions);
  }
}
