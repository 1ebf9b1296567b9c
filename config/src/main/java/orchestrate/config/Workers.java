package orchestrate.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * The worker processes.
 *
 * @param count how many, and so how many tasks at a time; empty means one per core
 * @param threads on which each runs Java tasks
 * @param classPath jars and folders for Java tasks, relative to the job file
 * @param javaOptions further JVM options of the workers for Java tasks
 * @param memoryFloor how much memory is to be free before a task is started beside others
 * @param jobserver whether tasks are offered the free slots by the protocol of GNU make
 */
public record Workers(
    OptionalInt count,
    TaskThreads threads,
    Recycle recycle,
    List<String> classPath,
    List<String> javaOptions,
    MemoryFloor memoryFloor,
    boolean jobserver) {
  public static final Workers DEFAULT =
      new Workers(
          OptionalInt.empty(),
          TaskThreads.ONE,
          Recycle.NEVER,
          List.of(),
          List.of(),
          new MemoryFloor.Default(),
          false);

  public Workers {
    classPath = List.copyOf(classPath);
    javaOptions = List.copyOf(javaOptions);
  }
}
