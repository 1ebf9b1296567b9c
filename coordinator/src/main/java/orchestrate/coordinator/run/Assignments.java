package orchestrate.coordinator.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.Action;
import orchestrate.config.TaskSpec;
import orchestrate.config.Template;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.WorkerKind;
import orchestrate.worker.protocol.Run;
import org.jspecify.annotations.Nullable;

/** Turns a task of the plan, for one of its items, into what a worker is told. */
final class Assignments {
  private final OutputValues outputs;

  Assignments(OutputValues outputs) {
    this.outputs = outputs;
  }

  /**
   * @param item null if the task has no fan-out
   * @throws OutputValues.MissingOutputException if an expression has no value
   */
  Attempt of(PlannedTask task, long instance, int attempt, @Nullable String item) {
    TaskSpec spec = task.spec();
    Template.Scope scope = scope(item);
    var environment = new LinkedHashMap<String, String>();
    spec.env().forEach((name, value) -> environment.put(name, value.render(scope)));
    var run =
        new Run(
            task.number(),
            instance,
            attempt,
            task.name(),
            item,
            environment,
            List.copyOf(spec.acquire().keySet()),
            task.isJava() ? List.of() : spec.meets(),
            work(task, scope));
    return new Attempt(run, task.isJava() ? WorkerKind.JAVA : WorkerKind.COMMANDS);
  }

  private static Run.Work work(PlannedTask task, Template.Scope scope) {
    return switch (task.spec().action()) {
      case Action.Shell(Template script) ->
          command(
              task.spec(),
              List.of("sh", "-eu", "-c", script.render(scope, ShellQuoting::quote), task.name()));
      case Action.Exec(List<Template> command) -> command(task.spec(), rendered(command, scope));
      case Action.Java java ->
          switch (task.launch()) {
            case PlannedTask.AsClass(String classPath, String className) ->
                new Run.JavaTask(classPath, className, with(java.with(), scope));
            case PlannedTask.AsCommand c ->
                throw new IllegalStateException(task.name() + " was planned without its class");
          };
    };
  }

  private static Run.Command command(TaskSpec spec, List<String> arguments) {
    return new Run.Command(
        arguments,
        spec.stopping().signal().number(),
        List.copyOf(spec.failurePolicy().successExitCodes()));
  }

  private static Map<String, List<String>> with(
      Map<String, Action.Argument> arguments, Template.Scope scope) {
    if (arguments.isEmpty()) {
      return Map.of();
    }
    var with = new LinkedHashMap<String, List<String>>();
    arguments.forEach((name, argument) -> with.put(name, argument.values(scope)));
    return with;
  }

  private static List<String> rendered(List<Template> templates, Template.Scope scope) {
    return templates.stream().map(template -> template.render(scope)).toList();
  }

  /** What expressions mean for an instance with this item. */
  Template.Scope scope(@Nullable String item) {
    return new Template.Scope() {
      @Override
      public String item() {
        if (item == null) {
          throw new IllegalStateException("an item was asked for outside of a fan-out");
        }
        return item;
      }

      @Override
      public String output(String task, String key) {
        return outputs.get(task, key);
      }
    };
  }
}
