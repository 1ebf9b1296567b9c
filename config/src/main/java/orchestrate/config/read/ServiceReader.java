package orchestrate.config.read;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNullElse;
import static orchestrate.config.Problems.quoted;

import java.time.Duration;
import java.util.List;
import java.util.Map.Entry;
import orchestrate.config.Action;
import orchestrate.config.Problems;
import orchestrate.config.Service;
import orchestrate.config.Template;
import orchestrate.config.expression.Nothing;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Reads {@code service} and {@code ready} of a task. */
final class ServiceReader {
  static final List<String> PROBES = List.of("port", "log", "exec");

  private static final String ONCE =
      "a service runs once; a task that needs it may have a `for-each`";
  private static final String READY =
      "others begin when it is ready: `needs` it, and say when by `ready`";
  private static final String TAKES_NOTHING =
      "a service takes none: what needs it might wait for that for ever";

  /** What makes no sense beside {@code service}, and what to do instead. */
  private static final List<Entry<String, String>> REFUSED =
      List.of(
          entry("java", "a service is a command: write `run`"),
          entry("for-each", ONCE),
          entry("matrix", ONCE),
          entry("timeout", "how long it may take to be ready is `ready: { ..., timeout: 30s }`"),
          entry("sets", READY),
          entry("meets", READY),
          entry("acquire", "let the tasks that need it `acquire`"),
          entry("cpus", TAKES_NOTHING),
          entry("memory", TAKES_NOTHING + "; `run --memory` leaves room for it"),
          entry("priority", "it starts as soon as its own needs are met"),
          entry("inputs", "it has to run whenever a task needs it"),
          entry("cache", "it has to run whenever a task needs it"),
          entry("outputs", "for files that must be there when it is ready, use `ready: { exec }`"),
          entry(
              "success-exit-codes",
              "one that ends before it is asked to has failed, whatever its exit code"));

  private final Values values;
  private final Problems problems;
  private final Scope scope;

  ServiceReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  /**
   * Null if the task is none.
   *
   * @param action what the task does
   * @param isFinal whether it stands under {@code finally}
   */
  @Nullable Service read(Fields task, Action action, boolean isFinal) {
    Node service = task.get("service");
    boolean isService =
        service != null && Boolean.TRUE.equals(values.flag(service, scope.constants()));
    Node ready = task.get("ready");
    if (!isService) {
      if (ready != null && service == null) {
        problems.add(
            task.positionOf("ready"),
            "`ready` is for services, and this task is none",
            "add `service: true` if it goes on while others need it");
      }
      return null;
    }
    refuse(task, isFinal);
    return ready == null ? new Service(null, Service.USUAL_PATIENCE) : ready(ready, action);
  }

  private void refuse(Fields task, boolean isFinal) {
    if (isFinal) {
      problems.add(
          task.positionOf("service"),
          "a task under `finally` can't be a service: all that could need it are over",
          "put it under `tasks`, or start it in the task that uses it");
    }
    for (Entry<String, String> refused : REFUSED) {
      if (task.has(refused.getKey())) {
        problems.add(
            task.positionOf(refused.getKey()),
            "a service can't have " + quoted(refused.getKey()),
            refused.getValue());
      }
    }
  }

  private Service ready(Node node, Action action) {
    if (!(node instanceof Mapping mapping)) {
      values.expected(
          "what to look at",
          node,
          "write it like { port: 5433, timeout: 30s }, or with `log`, or `exec`");
      return new Service(null, Service.USUAL_PATIENCE);
    }
    Fields fields = Fields.of(mapping, Vocabulary.READY, problems);
    List<String> probes = PROBES.stream().filter(fields::has).toList();
    if (probes.isEmpty() && fields.allKnown()) {
      problems.add(
          mapping.position(),
          "`ready` doesn't say what to look at",
          "give it `port`, `log` or `exec`; without `ready`, a service is ready when it has"
              + " started");
    }
    for (String further : probes.stream().skip(1).toList()) {
      problems.add(
          fields.positionOf(further),
          "`ready` has `%s` or `%s`, not both".formatted(probes.getFirst(), further),
          "`exec` can look at several things");
    }
    return new Service(
        probes.isEmpty() ? null : probe(probes.getFirst(), fields, action),
        patience(fields.get("timeout")));
  }

  private Duration patience(@Nullable Node node) {
    Duration patience = node == null ? null : values.duration(node, scope.constants());
    if (node != null && patience != null && patience.isZero()) {
      problems.add(
          node.position(),
          "a service that is given no time is never ready",
          "leave it out for a minute");
    }
    return requireNonNullElse(patience, Service.USUAL_PATIENCE);
  }

  private Service.@Nullable Probe probe(String kind, Fields fields, Action action) {
    Node node = fields.get(kind);
    if (node == null) {
      return null;
    }
    return switch (kind) {
      case "port" -> port(node);
      case "log" -> log(node);
      default -> exec(node, action);
    };
  }

  private Service.@Nullable Probe port(Node node) {
    Template port = values.template(node, scope);
    if (port == null
        || (port.isConstant()
            && values.wholeNumber(node, scope, "a port", 1, Service.MAX_PORT) == null)) {
      return null;
    }
    return new Service.Port(port);
  }

  private Service.@Nullable Probe log(Node node) {
    Template text = values.template(node, scope);
    if (text != null && text.isConstant() && text.render(Nothing.KNOWN).isEmpty()) {
      problems.add(node.position(), "`log` is empty, and that is in every output");
    }
    return text == null ? null : new Service.Log(text);
  }

  /** It runs where the service does; a script, by the same shell if that is one. */
  private Service.@Nullable Probe exec(Node node, Action action) {
    switch (node) {
      case Scalar scalar when !scalar.isNothing() -> {
        if (scalar.text().isBlank()) {
          problems.add(scalar.position(), "`exec` is empty");
        }
        Template script = values.template(scalar, scope);
        List<String> shell = action instanceof Action.Shell of ? of.shell() : Shells.USUAL;
        return script == null
            ? null
            : new Service.Exec(new Action.Shell(script, shell, action.directory()));
      }
      case Sequence sequence -> {
        if (sequence.items().isEmpty()) {
          problems.add(sequence.position(), "`exec` is empty");
        }
        List<Template> command = values.templates(sequence, scope);
        return command == null
            ? null
            : new Service.Exec(new Action.Exec(command, action.directory()));
      }
      case Scalar _, Mapping _ -> {
        values.expected("a script, or a list of a program and its arguments", node);
        return null;
      }
    }
  }
}
