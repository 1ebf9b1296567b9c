package orchestrate.worker;

import java.util.concurrent.ConcurrentHashMap;
import orchestrate.worker.protocol.TaskDefinition.JavaTask;

/**
 * The user's classes, kept as long as the worker lives: one loader for each class path and content.
 * What is on it is looked at when the first instance of a task comes: a task that builds a jar and
 * a later one that uses it work together, and instances of one task all see the same. Thread-safe.
 */
final class TaskClasses {
  private record Content(String classPath, long stamp) {}

  private final ConcurrentHashMap<Content, ClassLoader> loaders = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, TaskFactory> factories = new ConcurrentHashMap<>();

  /**
   * @param task number of the task in the plan
   */
  TaskFactory factory(int task, JavaTask java) throws ClassNotFoundException {
    TaskFactory factory = factories.get(task);
    if (factory == null) {
      factory = TaskFactory.of(Class.forName(java.className(), false, loader(java.classPath())));
      factories.put(task, factory);
    }
    return factory;
  }

  private ClassLoader loader(String text) {
    ClassPath classPath = ClassPath.parse(text);
    return loaders.computeIfAbsent(
        new Content(text, classPath.stamp()), content -> classPath.newLoader());
  }
}
