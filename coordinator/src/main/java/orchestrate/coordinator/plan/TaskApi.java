package orchestrate.coordinator.plan;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.ipc.os.Libc;
import orchestrate.task.Task;
import orchestrate.worker.WorkerSetup;
import org.apache.commons.exec.DefaultExecutor;
import org.jspecify.annotations.NullMarked;

/**
 * Where our own classes are: what a worker is started with, and a Java task is compiled against.
 */
public final class TaskApi {
  private TaskApi() {}

  /** The class path of a worker, without the user's classes. */
  public static List<Path> classPath() {
    return locationsOf(WorkerSetup.class, Libc.class, DefaultExecutor.class, NullMarked.class);
  }

  /** Where the API is, and with it classes that tasks don't see when they run. */
  static List<Path> compilePath() {
    return locationsOf(Task.class, Libc.class);
  }

  private static List<Path> locationsOf(Class<?>... types) {
    return Stream.of(types).map(TaskApi::locationOf).distinct().toList();
  }

  private static Path locationOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("class path with a strange location: " + source, e);
    }
  }
}
