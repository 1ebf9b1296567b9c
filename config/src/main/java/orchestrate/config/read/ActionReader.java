package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import orchestrate.config.Action;
import orchestrate.config.Action.Argument;
import orchestrate.config.Problems;
import orchestrate.config.Template;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Reads {@code run}, or {@code java} and what belongs to it. */
final class ActionReader {
  /** Stands for an action with a problem; the job is not run. */
  private static final Action NONE = new Action.Exec(List.of(), null);

  private static final Pattern CLASS_NAME =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

  private final Values values;
  private final Problems problems;

  ActionReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  Action read(Name task, Fields fields, Scope scope) {
    Node run = fields.get("run");
    Node java = fields.get("java");
    if (java == null && run != null) {
      refuse("with", fields, "put values into `run` or `env`");
      refuse("class-path", fields, null);
    }
    if (run != null && java != null) {
      problems.add(
          fields.positionOf("java"),
          "a task has `run` or `java`, not both",
          "make two tasks of it, one of which `needs` the other");
    }
    if (run != null) {
      return run(run, fields, scope);
    }
    if (java != null) {
      return java(java, fields, scope);
    }
    // An unknown key may be what was meant to be `run`.
    if (fields.allKnown()) {
      problems.add(
          task.position(),
          "the task " + quoted(task.text()) + " does nothing",
          "give it `run` or `java`");
    }
    return NONE;
  }

  private void refuse(String key, Fields fields, @Nullable String hint) {
    if (fields.has(key)) {
      problems.add(fields.positionOf(key), quoted(key) + " is for Java tasks", hint);
    }
  }

  private Action run(Node node, Fields fields, Scope scope) {
    Node dir = fields.get("dir");
    String directory = dir == null ? null : values.text(dir, scope.constants());
    if (fields.has("shell") && !(node instanceof Scalar)) {
      problems.add(
          fields.positionOf("shell"),
          "`shell` is for scripts: this `run` is a list, which no shell sees",
          "leave it out, or write `run` as a text");
    }
    switch (node) {
      case Scalar scalar when !scalar.isNothing() -> {
        if (scalar.text().isBlank()) {
          problems.add(scalar.position(), "`run` is empty");
        }
        Template script = values.template(scalar, scope);
        return script == null ? NONE : new Action.Shell(script, shell(fields), directory);
      }
      case Sequence sequence -> {
        if (sequence.items().isEmpty()) {
          problems.add(sequence.position(), "`run` is empty");
        }
        List<Template> command = values.templates(sequence, scope);
        return command == null ? NONE : new Action.Exec(command, directory);
      }
      case Scalar _, Mapping _ -> {
        values.expected("a script, or a list of a program and its arguments", node);
        return NONE;
      }
    }
  }

  private List<String> shell(Fields fields) {
    Node node = fields.get("shell");
    return node == null ? Shells.USUAL : new Shells(values, problems).read(node);
  }

  private Action java(Node node, Fields fields, Scope scope) {
    for (String key : List.of("dir", "shell")) {
      if (fields.has(key)) {
        problems.add(
            fields.positionOf(key),
            quoted(key) + " is for commands",
            key.equals("dir") ? "a JVM can't change its folder; give it one by `with`" : null);
      }
    }
    Node with = fields.get("with");
    Node classPath = fields.get("class-path");
    Map<String, Argument> arguments = with == null ? Map.of() : with(with, scope);
    String name = values.text(node, scope);
    if (name == null) {
      return NONE;
    }
    if (!name.endsWith(".java") && !CLASS_NAME.matcher(name).matches()) {
      problems.add(
          node.position(),
          quoted(name) + " is neither a class name nor a .java file",
          "write it like `com.example.Count` or `Count.java`");
    }
    return new Action.Java(
        name, classPath == null ? null : values.texts(classPath, scope.constants()), arguments);
  }

  private Map<String, Argument> with(Node node, Scope scope) {
    var arguments = new LinkedHashMap<String, Argument>();
    Mapping mapping = values.mapping(node, "a mapping of names to values");
    if (mapping != null) {
      for (var entry : mapping.entries().values()) {
        Argument argument = argument(entry.value(), scope);
        if (argument != null) {
          arguments.put(entry.key().text(), argument);
        }
      }
    }
    return arguments;
  }

  private @Nullable Argument argument(Node node, Scope scope) {
    return switch (node) {
      case Scalar scalar when !scalar.isNothing() -> {
        Template value = values.template(scalar, scope);
        yield value == null ? null : new Argument.Scalar(value);
      }
      case Sequence sequence -> {
        List<Template> many = values.templates(sequence, scope);
        yield many == null ? null : new Argument.Many(many);
      }
      case Scalar _, Mapping _ -> {
        values.expected("a string or a list of strings", node);
        yield null;
      }
    };
  }
}
