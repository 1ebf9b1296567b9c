package orchestrate.coordinator.plan;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import orchestrate.worker.WorkerSetup;

/**
 * Hides from the compiler what a task would not find when it runs: the worker's classes stand
 * beside those of the task API.
 */
final class VisibleFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
  private static final String HIDDEN = WorkerSetup.class.getPackageName();

  VisibleFiles(StandardJavaFileManager files) {
    super(files);
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    return packageName.equals(HIDDEN) || packageName.startsWith(HIDDEN + ".")
        ? List.of()
        : super.list(location, packageName, kinds, recurse);
  }
}
