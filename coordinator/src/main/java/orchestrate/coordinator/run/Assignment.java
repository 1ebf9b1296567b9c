package orchestrate.coordinator.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;
import orchestrate.config.Action;
import orchestrate.config.Secret;
import orchestrate.config.Service;
import orchestrate.config.TaskSpec;
import orchestrate.config.Template;
import orchestrate.config.expression.Names;
import orchestrate.config.expression.Nothing;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.WorkerKind;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Secrets;
import orchestrate.worker.protocol.TaskDefinition;
import org.jspecify.annotations.Nullable;

/** What workers are told of one task: what is the same for all instances is worked out once. */
final class Assignment {
  private static final Pattern NO_PART_OF_A_NAME = Pattern.compile("[^A-Z0-9_]");

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
        secrets(spec.secrets()),
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
                environment.put(name, value.render(Nothing.KNOWN));
              }
            });
    return environment;
  }

  /** What workers are told of secrets: the values. */
  static Secrets secrets(Map<String, Secret> named) {
    if (named.isEmpty()) {
      return Secrets.NONE;
    }
    var values = new HashMap<String, String>();
    named.forEach((name, secret) -> values.put(name, secret.value()));
    return new Secrets(values);
  }

  private static TaskDefinition.Work work(PlannedTask task) {
    return switch (task.launch()) {
      case PlannedTask.AsCommand(boolean piped) ->
          new TaskDefinition.Command(
              task.spec().stopping().signal().number(),
              List.copyOf(task.spec().failurePolicy().successExitCodes()),
              task.spec().action().directory(),
              task.spec().pipeFrom(),
              piped ? task.name() : null,
              service(task.spec().service()));
      case PlannedTask.AsClass(String classPath, String className) -> {
        var with = new LinkedHashMap<String, List<String>>();
        List<String> varying = new ArrayList<>();
        arguments(task)
            .forEach(
                (name, argument) -> {
                  if (argument.isConstant()) {
                    with.put(name, argument.values(Nothing.KNOWN));
                  } else {
                    varying.add(name);
                  }
                });
        yield new TaskDefinition.JavaTask(classPath, className, with, varying);
      }
    };
  }

  private static TaskDefinition.@Nullable Service service(@Nullable Service service) {
    return service == null
        ? null
        : new TaskDefinition.Service(ProbeValues.kind(service.probe()), service.patience());
  }

  /**
   * One attempt.
   *
   * @throws orchestrate.config.expression.EvaluationException if an expression has no value
   */
  Attempt attempt(long instance, int attempt, @Nullable String item, InstanceNames names) {
    var run = new Run(definition, instance, attempt, item, environment(names), values(names));
    WorkerKind kind = task.isJava() ? WorkerKind.JAVA : WorkerKind.COMMANDS;
    return new Attempt(
        run, kind, task.spec().timeout(), task.spec().stopping().killAfter(), task.spec().meets());
  }

  private Map<String, String> environment(InstanceNames names) {
    Map<String, String> parts = names.fields();
    if (varyingEnvironment.isEmpty() && parts.isEmpty()) {
      return Map.of();
    }
    var environment = new LinkedHashMap<String, String>();
    parts.forEach((name, value) -> environment.put("ORCHESTRATE_ITEM_" + variable(name), value));
    for (Entry<String, Template> variable : varyingEnvironment) {
      environment.put(variable.getKey(), variable.getValue().render(names));
    }
    return environment;
  }

  private List<List<String>> values(Names names) {
    Service service = task.spec().service();
    if (task.spec().action() instanceof Action.Java) {
      return argumentValues(names);
    }
    List<String> words = CommandWords.of(task.spec().action(), task.name(), names);
    return service == null
        ? List.of(words)
        : List.of(words, ProbeValues.of(service.probe(), task.name(), names));
  }

  private List<List<String>> argumentValues(Names names) {
    if (varyingArguments.isEmpty()) {
      return List.of();
    }
    var values = new ArrayList<List<String>>(varyingArguments.size());
    for (Action.Argument argument : varyingArguments) {
      values.add(argument.values(names));
    }
    return values;
  }

  /** Other characters can't be in the name of a variable. */
  private static String variable(String name) {
    return NO_PART_OF_A_NAME.matcher(name.toUpperCase(Locale.ROOT)).replaceAll("_");
  }
}
