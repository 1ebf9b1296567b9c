package orchestrate.coordinator.run;

import java.util.List;
import orchestrate.config.TaskFiles;
import orchestrate.config.Template;
import orchestrate.config.expression.EvaluationException;
import orchestrate.config.expression.Names;
import org.jspecify.annotations.Nullable;

/** What the job file calls the files of one instance of a task. */
record NamedFiles(List<String> inputs, List<String> outputs, List<String> artifacts) {
  /**
   * Of an instance.
   *
   * @throws orchestrate.config.expression.EvaluationException if an expression has no value
   */
  static NamedFiles of(TaskFiles files, Names names) {
    return new NamedFiles(
        rendered("inputs", files.inputs(), names),
        rendered("outputs", files.outputs(), names),
        rendered("artifacts", files.artifacts(), names));
  }

  private static List<String> rendered(
      String key, @Nullable List<Template> templates, Names names) {
    if (templates == null) {
      return List.of();
    }
    try {
      return templates.stream().flatMap(template -> template.words(names).stream()).toList();
    } catch (EvaluationException e) {
      throw new EvaluationException(
          "one of its `%s` names no file: %s".formatted(key, e.getMessage()));
    }
  }
}
