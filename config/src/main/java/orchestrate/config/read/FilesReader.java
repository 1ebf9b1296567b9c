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

/** Reads {@code inputs}, {@code outputs}, {@code artifacts} and {@code cache} of a task. */
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
    List<Template> outputs = names(task, "outputs");
    return new TaskFiles(
        task.has("inputs") ? names(task, "inputs") : null,
        outputs,
        inside("artifacts", names(task, "artifacts"), task),
        cached(task, outputs));
  }

  private boolean cached(Fields task, List<Template> outputs) {
    Node node = task.get("cache");
    if (node == null || !Boolean.TRUE.equals(values.flag(node, scope.constants()))) {
      return false;
    }
    boolean isTold = !task.allKnown() || task.has("service");
    if (!isTold && !(task.has("inputs") && task.has("outputs"))) {
      problems.add(
          task.positionOf("cache"),
          "a cached task has `inputs` and `outputs`: what it makes is kept by what it is made of",
          "say what it reads and makes; `inputs: []` if it reads no files");
    }
    inside("outputs", outputs, task);
    return true;
  }

  /** Those that are known now must be in the folder of the job file. */
  private List<Template> inside(String key, List<Template> names, Fields task) {
    for (Template name : names) {
      if (name.isConstant() && leadsOut(name.render(Nothing.KNOWN))) {
        problems.add(
            task.positionOf(key),
            quoted(name.render(Nothing.KNOWN)) + " is not in the folder of the job file",
            "let the task copy there what is to be kept");
      }
    }
    return names;
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
