package orchestrate.worker;

import static java.util.Collections.singletonList;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Makes the instances of one {@link Task} class: a record from its parameters, any other class by
 * its constructor without parameters. Thread-safe.
 */
public final class TaskFactory {
  private final Constructor<?> constructor;
  private final List<Parameter> parameters;

  /**
   * @param getter of a record, which may not be public
   */
  private record Parameter(String name, Class<?> type, boolean many, Method getter) {}

  private TaskFactory(Constructor<?> constructor, List<Parameter> parameters) {
    this.constructor = constructor;
    this.parameters = parameters;
  }

  /**
   * Looks at the class without running any of its code.
   *
   * @throws IllegalArgumentException if no task can be made of it; the message says why
   */
  public static TaskFactory of(Class<?> type) {
    if (!Task.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "class " + type.getName() + " does not implement " + Task.class.getName());
    }
    if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
      throw new IllegalArgumentException("class " + type.getName() + " is abstract");
    }
    List<Parameter> parameters = new ArrayList<>();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        parameters.add(parameter(type, component));
      }
    }
    return new TaskFactory(constructor(type, parameters), parameters);
  }

  private static Parameter parameter(Class<?> type, RecordComponent component) {
    boolean many = component.getType() == List.class;
    Type declared = component.getGenericType();
    if (many && declared instanceof ParameterizedType list) {
      declared = list.getActualTypeArguments()[0];
    }
    if (declared instanceof Class<?> single && Conversion.knows(single)) {
      Method getter = component.getAccessor();
      getter.setAccessible(true);
      return new Parameter(component.getName(), single, many, getter);
    }
    throw new IllegalArgumentException(
        "parameter `%s` of %s has type %s, which `with` can't give; use %s, an enum, or a List of these"
            .formatted(
                component.getName(),
                type.getName(),
                component.getGenericType().getTypeName(),
                Conversion.TYPES));
  }

  private static Constructor<?> constructor(Class<?> type, List<Parameter> parameters) {
    Class<?>[] types =
        parameters.stream()
            .<Class<?>>map(p -> p.many ? List.class : p.type)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "class "
              + type.getName()
              + " has no constructor without parameters; make it a record if it takes some",
          e);
    }
  }

  /** The names that {@code with} must give, in the order of the record. */
  public Set<String> parameters() {
    var names = new LinkedHashSet<String>();
    parameters.forEach(parameter -> names.add(parameter.name));
    return names;
  }

  /** Makes tasks from what {@link #values} gives. */
  Maker fromValues() {
    return with(Map.of(), List.copyOf(parameters()));
  }

  /**
   * What a record of this class is made of, in the order of its parameters.
   *
   * @throws IllegalArgumentException if a value is null, or the record's own code throws
   */
  List<List<String>> values(Task task) {
    List<List<String>> values = new ArrayList<>(parameters.size());
    for (Parameter parameter : parameters) {
      values.add(texts(parameter, value(parameter, task)));
    }
    return values;
  }

  private static @Nullable Object value(Parameter parameter, Task task) {
    try {
      return parameter.getter.invoke(task);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("can't read `" + parameter.name + "` of " + task, e);
    }
  }

  private static List<String> texts(Parameter parameter, @Nullable Object value) {
    List<?> all = parameter.many && value instanceof List<?> list ? list : singletonList(value);
    List<String> texts = new ArrayList<>(all.size());
    for (Object one : all) {
      if (one == null) {
        throw new IllegalArgumentException("`" + parameter.name + "` is null");
      }
      texts.add(Conversion.text(one));
    }
    return texts;
  }

  /**
   * Makes a task.
   *
   * @throws IllegalArgumentException if a parameter is missing, or its value isn't of its type
   * @throws InvocationTargetException if the class's own code throws
   */
  public Task create(Map<String, List<String>> with) throws InvocationTargetException {
    return with(with, List.of()).create(List.of());
  }

  /**
   * What makes tasks that have most of their parameters in common.
   *
   * @param varying the parameters that differ from task to task
   * @throws IllegalArgumentException if a parameter is missing, or its value isn't of its type
   */
  Maker with(Map<String, List<String>> common, List<String> varying) {
    var arguments = new Object[parameters.size()];
    var varyingAt = new int[varying.size()];
    for (int i = 0; i < arguments.length; i++) {
      Parameter parameter = parameters.get(i);
      int place = varying.indexOf(parameter.name);
      if (place >= 0) {
        varyingAt[place] = i;
      } else {
        arguments[i] = argument(parameter, common.get(parameter.name));
      }
    }
    return new Maker(arguments, varyingAt);
  }

  /** Makes tasks of one class: what they have in common was converted once. */
  final class Maker {
    private final Object[] common;
    private final int[] varyingAt;

    private Maker(Object[] common, int[] varyingAt) {
      this.common = common;
      this.varyingAt = varyingAt;
    }

    /** What loads the task's own classes. */
    ClassLoader loader() {
      return constructor.getDeclaringClass().getClassLoader();
    }

    /**
     * Makes a task.
     *
     * @param values of the parameters that vary
     * @throws IllegalArgumentException if a value isn't of its parameter's type
     * @throws InvocationTargetException if the class's own code throws
     */
    Task create(List<List<String>> values) throws InvocationTargetException {
      Object[] arguments = common.clone();
      for (int i = 0; i < varyingAt.length; i++) {
        int at = varyingAt[i];
        arguments[at] = argument(parameters.get(at), values.get(i));
      }
      try {
        return (Task) constructor.newInstance(arguments);
      } catch (ReflectiveOperationException e) {
        if (e instanceof InvocationTargetException thrown) {
          throw thrown;
        }
        throw new IllegalArgumentException(e);
      }
    }
  }

  /**
   * Checks values for one parameter.
   *
   * @throws IllegalArgumentException if they aren't of its type
   */
  public void check(String parameter, List<String> values) {
    for (Parameter known : parameters) {
      if (known.name.equals(parameter)) {
        var _ = argument(known, values);
      }
    }
  }

  private static Object argument(Parameter parameter, @Nullable List<String> values) {
    if (values == null) {
      throw new IllegalArgumentException("`with` gives no `" + parameter.name + "`");
    }
    if (parameter.many) {
      return values.stream().map(value -> convert(parameter, value)).toList();
    }
    if (values.size() != 1) {
      throw new IllegalArgumentException("`" + parameter.name + "` takes one value, not a list");
    }
    return convert(parameter, values.getFirst());
  }

  private static Object convert(Parameter parameter, String value) {
    try {
      return Conversion.convert(value, parameter.type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "`%s` is %s, which `%s` is not"
              .formatted(parameter.name, parameter.type.getSimpleName(), value),
          e);
    }
  }
}
