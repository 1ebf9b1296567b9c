package orchestrate.coordinator.describe;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import orchestrate.config.Action;
import orchestrate.config.Condition;
import orchestrate.config.FailurePolicy;
import orchestrate.config.ForEach;
import orchestrate.config.Limits;
import orchestrate.config.Need;
import orchestrate.config.Retry;
import orchestrate.config.Service;
import orchestrate.config.Stopping;
import orchestrate.config.TaskFiles;
import orchestrate.config.TaskSpec;
import orchestrate.config.Template;
import orchestrate.config.expression.Written;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.worker.ClassPath;
import org.jspecify.annotations.Nullable;

/** What the job file says of a task, with its defaults filled in. */
final class TaskFields {
  private final PlannedTask task;
  private final TaskSpec spec;
  private final Fields fields = new Fields();

  private TaskFields(PlannedTask task) {
    this.task = task;
    this.spec = task.spec();
  }

  static Map<String, String> of(PlannedTask task) {
    return new TaskFields(task).describe();
  }

  private Map<String, String> describe() {
    fields.flag("finally", spec.isFinal());
    action(spec.action());
    spec.env().forEach((name, value) -> fields.veiled("env." + name, TemplateText.of(value)));
    fields.names("secrets", spec.secrets().keySet());
    fields.names("needs", spec.needs().stream().map(TaskFields::need).toList());
    Condition condition = spec.condition();
    fields.text("if", condition == null ? null : Written.of(condition.expression()));
    fields.text("for-each", spec.forEach() == null ? null : items(spec.forEach()));
    fields.each("acquire", spec.acquire(), String::valueOf);
    fields.names("sets", spec.sets());
    fields.names("waits-for", spec.waitsFor());
    fields.names("meets", spec.meets());
    fields.text("pipe-from", spec.pipeFrom());
    fields.duration("timeout", spec.timeout());
    retry(spec.retry());
    files(spec.files());
    fields.text("output", spec.output().word());
    limits(spec.limits());
    failures(spec.failurePolicy());
    fields.unusual("signal", spec.stopping().signal(), Stopping.DEFAULT.signal());
    if (!spec.stopping().killAfter().equals(Stopping.DEFAULT.killAfter())) {
      fields.duration("kill-after", spec.stopping().killAfter());
    }
    fields.names("tags", spec.tags());
    service(spec.service());
    return fields.all();
  }

  private void action(Action action) {
    switch (action) {
      case Action.Shell shell -> {
        fields.text("run", TemplateText.of(shell).stripTrailing());
        fields.text("shell", String.join(" ", shell.shell()));
      }
      case Action.Exec exec -> fields.text("run", TemplateText.of(exec));
      case Action.Java java -> {
        fields.text("java", java.name());
        fields.text("compiled", compiled(java));
        fields.text(
            "class-path", java.classPath() == null ? null : String.join(", ", java.classPath()));
        java.with().forEach((name, value) -> fields.text("with." + name, argument(value)));
      }
    }
    fields.text("dir", action.directory());
  }

  /** The folder of classes that are made of a source is named by all that goes into them. */
  private @Nullable String compiled(Action.Java java) {
    if (java.isSource() && task.launch() instanceof PlannedTask.AsClass(String classPath, _)) {
      Path classes = ClassPath.parse(classPath).elements().getFirst();
      return "as " + classes.getFileName();
    }
    return null;
  }

  private static String argument(Action.Argument argument) {
    return argument.templates().stream().map(TemplateText::of).collect(joining(", "));
  }

  private static String need(Need need) {
    return need.when() == Need.When.SUCCESS
        ? need.task()
        : "%s: %s".formatted(need.task(), need.when().written());
  }

  private static String items(ForEach forEach) {
    return switch (forEach) {
      case ForEach.Items(List<Template> values) ->
          "list: " + values.stream().map(TemplateText::of).collect(joining(", "));
      case ForEach.Computed(var list) -> "list: " + TemplateText.of(list);
      case ForEach.Rows(List<String> columns, List<List<Template>> rows) ->
          "list: " + rows.stream().map(row -> row(columns, row)).collect(joining(", "));
      case ForEach.Range(long first, long last, long step) ->
          "range: %d..%d%s".formatted(first, last, step == 1 ? "" : " in steps of " + step);
      case ForEach.Files(Template glob) -> "files: " + TemplateText.of(glob);
      case ForEach.Lines(Template path) -> "lines: " + TemplateText.of(path);
      case ForEach.Csv(Template path) -> "csv: " + TemplateText.of(path);
      case ForEach.Json(Template path) -> "json: " + TemplateText.of(path);
    };
  }

  private static String row(List<String> columns, List<Template> row) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> columns.get(i) + ": " + TemplateText.of(row.get(i)))
        .collect(joining(", ", "{ ", " }"));
  }

  private void retry(Retry retry) {
    if (retry.max() == 0) {
      return; // All else is to no effect.
    }
    Retry usual = Retry.of(retry.max(), retry.delay());
    fields.text("retry.max", Integer.toString(retry.max()));
    fields.duration("retry.delay", retry.delay().isZero() ? null : retry.delay());
    fields.unusual("retry.factor", retry.factor(), usual.factor());
    fields.unusual("retry.jitter", retry.jitter(), usual.jitter());
    if (!retry.on().equals(usual.on())) {
      fields.names(
          "retry.on", retry.on().stream().map(Enum::name).map(TaskFields::lowerCase).toList());
    }
    fields.names("retry.on-exit", retry.onExit().stream().map(String::valueOf).toList());
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private void files(TaskFiles files) {
    List<Template> inputs = files.inputs();
    if (inputs != null && inputs.isEmpty()) {
      fields.text("inputs", "none"); // which is more than to say nothing of them
    } else if (inputs != null) {
      fields.templates("inputs", inputs);
    }
    fields.templates("outputs", files.outputs());
    fields.templates("artifacts", files.artifacts());
    fields.flag("cache", files.cached());
  }

  private void limits(Limits limits) {
    Limits usual = spec.isService() ? Limits.OF_SERVICE : Limits.NONE;
    fields.unusual("cpus", limits.cpus(), usual.cpus());
    fields.size("memory", limits.memory(), usual.memory());
    fields.unusual("priority", limits.priority(), usual.priority());
    fields.unusual("max-parallel", limits.maxParallel(), usual.maxParallel());
  }

  private void failures(FailurePolicy policy) {
    fields.flag("fail-fast", policy.failFast());
    fields.flag("allow-failure", policy.allowFailure());
    fields.names(
        "success-exit-codes", policy.successExitCodes().stream().map(String::valueOf).toList());
  }

  private void service(@Nullable Service service) {
    if (service == null) {
      return;
    }
    fields.flag("service", true);
    switch (service.probe()) {
      case Service.Port(Template number) -> fields.text("ready.port", TemplateText.of(number));
      case Service.Log(Template text) -> fields.text("ready.log", TemplateText.of(text));
      case Service.Exec(Action command) -> fields.text("ready.exec", TemplateText.of(command));
      case null -> {}
    }
    if (!service.patience().equals(Service.USUAL_PATIENCE)) {
      fields.duration("ready.timeout", service.patience());
    }
  }
}
