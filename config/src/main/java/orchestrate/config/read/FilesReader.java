package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import orchestrate.config.Problems;
import orchestrate.config.TaskFiles;
import orchestrate.config.Template;
import orchestrate.config.expression.Nothing;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;

/** Reads {@code inputs}, {@code outputs} and {@code artifacts} of a task. */
final class FilesReader {
  private final Values values;
  private final Problems problems;
  private final Scope scope;

  FilesReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  TaskFiles read(Fields task) {
    if (task.has("inputs") && task.has("meets")) {
      problems.add(
          task.positionOf("inputs"),
          "a task that `meets` others can't be up to date: they would wait for it",
          "leave out `inputs`, or `meets`");
    }
    return new TaskFiles(
        task.has("inputs") ? names(task, "inputs") : null, names(task, "outputs"), artifacts(task));
  }

  private List<Template> artifacts(Fields task) {
    List<Template> artifacts = names(task, "artifacts");
    artifacts.stream()
        .filter(Template::isConstant)
        .map(artifact -> artifact.render(Nothing.KNOWN))
        .filter(FilesReader::leadsOut)
        .forEach(
            artifact ->
                problems.add(
                    task.positionOf("artifacts"),
                    quoted(artifact) + " is not in the folder of the job file",
                    "let the task copy there what is to be kept"));
    return artifacts;
  }

  private static boolean leadsOut(String name) {
    try {
      Path path = Path.of(name).normalize();
      return path.isAbsolute() || path.startsWith("..");
    } catch (InvalidPathException e) {
      return false; // There can be no such file: that is noticed when it is looked for.
    }
  }

  private List<Template> names(Fields task, String key) {
    Node node = task.get(key);
    if (node instanceof Mapping) {
      values.expected(
          "a path or a list of paths",
          node,
          "write the paths themselves: `%s: [report.xml, 'logs/*.txt']`".formatted(key));
      return List.of();
    }
    return node == null ? List.of() : values.oneOrMoreTemplates(node, scope);
  }
}
