package orchestrate.coordinator.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import orchestrate.config.Action;
import orchestrate.config.TaskSpec;
import orchestrate.config.Template;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.WorkerKind;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.TaskDefinition;
import org.jspecify.annotations.Nullable;

/** What workers are told of one task: what is the same for all instances is worked out once. */
final class Assignment {
  private final PlannedTask task;
  private final TaskDefinition definition;
  private final List<Entry<String, Template>> varyingEnvironment;
  private final List<Action.Argument> varyingArguments;

  Assignment(PlannedTask task) {
    this.task = task;
    this.varyingEnvironment =
        task.spec().env().entrySet().stream()
            .filter(variable -> !variable.getValue().isConstant())
            .toList();
    this.varyingArguments =
        arguments(task).values().stream().filter(argument -> !argument.isConstant()).toList();
    this.definition = definition(task);
  }

  private static Map<String, Action.Argument> arguments(PlannedTask task) {
    return task.spec().action() instanceof Action.Java java && task.isJava()
        ? java.with()
        : Map.of();
  }

  private static TaskDefinition definition(PlannedTask task) {
    TaskSpec spec = task.spec();
    return new TaskDefinition(
        task.number(),
        task.name(),
        task.isFanOut(),
        constantEnvironment(spec),
        spec.acquire(),
        task.isJava() ? List.of() : spec.meets(),
        work(task));
  }

  private static Map<String, String> constantEnvironment(TaskSpec spec) {
    var environment = new LinkedHashMap<String, String>();
    spec.env()
        .forEach(
            (name, value) -> {
              if (value.isConstant()) {
                environment.put(name, value.render(Template.NO_SCOPE));
              }
            });
    return environment;
  }

  private static TaskDefinition.Work work(PlannedTask task) {
    return switch (task.launch()) {
      case PlannedTask.AsCommand c ->
          new TaskDefinition.Command(
              task.spec().stopping().signal().number(),
              List.copyOf(task.spec().failurePolicy().successExitCodes()));
      case PlannedTask.AsClass(String classPath, String className) -> {
        var with = new LinkedHashMap<String, List<String>>();
        List<String> varying = new ArrayList<>();
        arguments(task)
            .forEach(
                (name, argument) -> {
                  if (argument.isConstant()) {
                    with.put(name, argument.values(Template.NO_SCOPE));
                  } else {
                    varying.add(name);
                  }
                });
        yield new TaskDefinition.JavaTask(classPath, className, with, varying);
      }
    };
  }

  /**
   * One attempt.
   *
   * @throws OutputValues.MissingOutputException if an expression has no value
   */
  Attempt attempt(long instance, int attempt, @Nullable String item, Template.Scope scope) {
    var run = new Run(definition, instance, attempt, item, environment(scope), values(scope));
    WorkerKind kind = task.isJava() ? WorkerKind.JAVA : WorkerKind.COMMANDS;
    return new Attempt(run, kind, task.spec().timeout(), task.spec().stopping().killAfter());
  }

  private Map<String, String> environment(Template.Scope scope) {
    if (varyingEnvironment.isEmpty()) {
      return Map.of();
    }
    var environment = new LinkedHashMap<String, String>();
    for (Entry<String, Template> variable : varyingEnvironment) {
      environment.put(variable.getKey(), variable.getValue().render(scope));
    }
    return environment;
  }

  private List<List<String>> values(Template.Scope scope) {
    return switch (task.spec().action()) {
      case Action.Shell(Template script) ->
          List.of(
              List.of("sh", "-eu", "-c", script.render(scope, ShellQuoting::quote), task.name()));
      case Action.Exec(List<Template> command) ->
          List.of(command.stream().map(template -> template.render(scope)).toList());
      case Action.Java java -> argumentValues(scope);
    };
  }

  private List<List<String>> argumentValues(Template.Scope scope) {
    if (varyingArguments.isEmpty()) {
      return List.of();
    }
    var values = new ArrayList<List<String>>(varyingArguments.size());
    for (Action.Argument argument : varyingArguments) {
      values.add(argument.values(scope));
    }
    return values;
  }
}
