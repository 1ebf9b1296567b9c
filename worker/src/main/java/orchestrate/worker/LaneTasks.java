package orchestrate.worker;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import orchestrate.worker.protocol.TaskDefinition;
import orchestrate.worker.protocol.TaskDefinition.JavaTask;
import org.jspecify.annotations.Nullable;

/** The tasks that a lane, or several, were told of, by number. Thread-safe; one thread defines. */
final class LaneTasks {
  private final TaskClasses classes;
  private final List<@Nullable Known> byNumber = new CopyOnWriteArrayList<>();

  private static final class Known {
    final TaskDefinition definition;
    volatile TaskFactory.@Nullable Maker maker;

    /** By the names of their classes; of the lane's thread alone. */
    final Map<String, TaskFactory> subtasks = new HashMap<>();

    Known(TaskDefinition definition) {
      this.definition = definition;
    }
  }

  LaneTasks(TaskClasses classes) {
    this.classes = classes;
  }

  void define(TaskDefinition task) {
    if (!task.secrets().isEmpty()) {
      KnownSecrets.add(task.secrets());
    }
    while (byNumber.size() <= task.number()) {
      byNumber.add(null);
    }
    byNumber.set(task.number(), new Known(task));
  }

  TaskDefinition get(int number) {
    return known(number).definition;
  }

  /**
   * What makes the instances of a Java task here.
   *
   * @throws ClassNotFoundException if its class isn't there
   * @throws IllegalArgumentException if no task can be made of it, or not with what it is given
   */
  TaskFactory.Maker maker(int number, JavaTask java) throws ClassNotFoundException {
    Known task = known(number);
    TaskFactory.Maker maker = task.maker;
    if (maker == null) {
      maker = classes.factory(number, java).with(java.with(), java.varying());
      task.maker = maker;
    }
    return maker;
  }

  /**
   * What makes and takes apart the subtasks of a class that is on the class path of a Java task.
   *
   * @throws ClassNotFoundException if it isn't there
   * @throws IllegalArgumentException if no task can be made of it, or not with what it is given
   */
  TaskFactory subtaskFactory(int number, JavaTask java, String className)
      throws ClassNotFoundException {
    Map<String, TaskFactory> subtasks = known(number).subtasks;
    TaskFactory factory = subtasks.get(className);
    if (factory == null) {
      ClassLoader loader = maker(number, java).loader();
      factory = TaskFactory.of(Class.forName(className, false, loader));
      subtasks.put(className, factory);
    }
    return factory;
  }

  private Known known(int number) {
    return requireNonNull(byNumber.get(number), "a task of which the lane was not told");
  }
}
