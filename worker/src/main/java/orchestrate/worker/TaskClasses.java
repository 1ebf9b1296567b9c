package orchestrate.worker;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import orchestrate.worker.protocol.TaskDefinition.JavaTask;

/**
 * The user's classes, one loader for each class path, kept as long as the worker lives.
 * Thread-safe.
 */
final class TaskClasses {
  private record Name(String classPath, String className) {}

  private final ConcurrentHashMap<String, ClassLoader> loaders = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Name, TaskFactory> factories = new ConcurrentHashMap<>();

  TaskFactory factory(JavaTask java) throws ClassNotFoundException {
    var name = new Name(java.classPath(), java.className());
    TaskFactory factory = factories.get(name);
    if (factory == null) {
      ClassLoader loader = loaders.computeIfAbsent(java.classPath(), TaskClasses::loader);
      factory = TaskFactory.of(Class.forName(java.className(), false, loader));
      factories.put(name, factory);
    }
    return factory;
  }

  private static ClassLoader loader(String classPath) {
    List<URL> urls = new ArrayList<>();
    for (String element : classPath.split(File.pathSeparator, -1)) {
      try {
        urls.add(new File(element).toURI().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException("class path element " + element, e);
      }
    }
    return new URLClassLoader("job", urls.toArray(URL[]::new), TaskClasses.class.getClassLoader());
  }
}
