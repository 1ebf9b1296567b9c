package orchestrate.worker;

import java.util.Set;
import java.util.stream.Collectors;
import orchestrate.task.Task;

/**
 * What the user's classes see of this JVM: Java itself, the task API, and shared-ipc, whose types
 * the API speaks of. Neither the worker nor its libraries: a job may have a library of ours in a
 * version of its own.
 */
final class TaskApiLoader extends ClassLoader {
  private static final ClassLoader OURS = TaskApiLoader.class.getClassLoader();
  private static final String API = Task.class.getPackageName() + ".";
  private static final String SHARED_IPC = "orchestrate.ipc.";

  /** Of Java's own, such as the compiler's, which the platform loader does not have. */
  private static final Set<String> TOOLS =
      ModuleLayer.boot().modules().stream()
          .filter(module -> OURS.equals(module.getClassLoader()))
          .flatMap(module -> module.getPackages().stream())
          .collect(Collectors.toUnmodifiableSet());

  static {
    registerAsParallelCapable();
  }

  static final TaskApiLoader INSTANCE = new TaskApiLoader();

  private TaskApiLoader() {
    super("task API", getPlatformClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return isOffered(name) ? OURS.loadClass(name) : super.loadClass(name, resolve);
  }

  private static boolean isOffered(String name) {
    return name.startsWith(API)
        || name.startsWith(SHARED_IPC)
        || TOOLS.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
  }
}
