package orchestrate.coordinator.run;

import java.util.List;
import orchestrate.config.TaskFiles;
import orchestrate.config.Template;
import orchestrate.config.expression.Names;

/** What the job file calls the files of one instance of a task. */
record PromisedFiles(List<String> outputs, List<String> artifacts) {
  /**
   * Of an instance.
   *
   * @throws orchestrate.config.expression.EvaluationException if an expression has no value
   */
  static PromisedFiles of(TaskFiles files, Names names) {
    return new PromisedFiles(rendered(files.outputs(), names), rendered(files.artifacts(), names));
  }

  private static List<String> rendered(List<Template> templates, Names names) {
    return templates.stream().map(template -> template.render(names)).toList();
  }
}
