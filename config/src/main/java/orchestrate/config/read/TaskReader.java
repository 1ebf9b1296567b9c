package orchestrate.config.read;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static orchestrate.config.Problems.quoted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import orchestrate.config.Action;
import orchestrate.config.Condition;
import orchestrate.config.ForEach;
import orchestrate.config.Limits;
import orchestrate.config.OutputMode;
import orchestrate.config.Problems;
import orchestrate.config.Retry;
import orchestrate.config.Secret;
import orchestrate.config.Service;
import orchestrate.config.TaskSpec;
import orchestrate.config.Template;
import orchestrate.config.read.ForEachReader.FanOut;
import orchestrate.config.read.Scope.OutputUse;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code tasks} or {@code finally}. */
final class TaskReader {
  private static final String NO_ITEM = "is known only in a task with `for-each` or `matrix`";
  private static final String NO_ITEM_FOR_IF =
      "is not known in `if`, which decides on the task as a whole";
  private static final String NO_ITEM_YET = "is not known in the `for-each` that it comes from";

  private final Surroundings file;
  private final Values values;
  private final Problems problems;
  private final Name name;
  private final Fields fields;
  private final boolean isFinal;
  private final Scope constants;
  private final Set<String> doubtful = new HashSet<>();
  private final List<OutputUse> outputUses = new ArrayList<>();

  /**
   * @param isFinal whether it stands under {@code finally}
   */
  TaskReader(
      Surroundings file,
      Values values,
      Problems problems,
      Name name,
      Fields fields,
      boolean isFinal) {
    this.isFinal = isFinal;
    this.file = file;
    this.values = values;
    this.problems = problems;
    this.name = name;
    this.fields = fields;
    this.constants = Scope.constant(file.params(), file.environment());
    if (!fields.allKnown()) {
      doubtful.add("*");
    }
  }

  TaskDraft read() {
    checkDescription();
    if (isFinal) {
      checkIsAlone();
    }
    FanOut fanOut = fanOut();
    Scope scope = scope(fanOut == null ? null : fanOut.item(), NO_ITEM);
    List<NeedsReader.Written> needs = needs();
    List<Name> sets = names("sets", file.events());
    List<Name> waitsFor = names("waits-for", file.events());
    List<Name> meets = names("meets", file.barriers());
    Name pipeFrom = pipeFrom();
    Action action = new ActionReader(values, problems).read(name, fields, scope);
    Service service = service(action, scope);
    Map<String, Template> env = env(scope);
    TaskSpec spec =
        new TaskSpec(
            name.text(),
            action,
            env,
            secrets(env.keySet()),
            mapped(needs, NeedsReader.Written::need),
            condition(),
            fanOut == null ? null : fanOut.items(),
            acquire(),
            mapped(sets, Name::text),
            mapped(waitsFor, Name::text),
            mapped(meets, Name::text),
            pipeFrom == null ? null : pipeFrom.text(),
            service == null ? timeout() : null,
            retry(),
            new FilesReader(values, problems, scope).read(fields),
            output(fanOut != null || service != null),
            service == null ? limits() : Limits.OF_SERVICE,
            new FailureReader(values, problems, constants).read(fields),
            new StoppingReader(values, problems, constants)
                .read(fields, file.defaults().stopping()),
            tags(),
            service,
            isFinal,
            usedOutputs()); // all that could use one was read above
    return new TaskDraft(
        spec,
        name.position(),
        mapped(needs, NeedsReader.Written::name),
        sets,
        waitsFor,
        meets,
        pipeFrom,
        List.copyOf(outputUses),
        Set.copyOf(doubtful));
  }

  /** When it starts nobody is left whom it could wait for, or who could wait for it. */
  private void checkIsAlone() {
    for (String key : List.of("sets", "waits-for", "meets")) {
      if (fields.has(key)) {
        problems.add(
            fields.positionOf(key),
            "a task under `finally` can't have " + quoted(key) + ": all others are over by then",
            "`needs` puts the tasks under `finally` in order");
      }
    }
  }

  private void checkDescription() {
    Node description = fields.get("description");
    if (description != null && !(description instanceof Scalar)) {
      values.expected("a string", description);
    }
  }

  private @Nullable FanOut fanOut() {
    Node node = fields.get("for-each");
    Node matrix = fields.get("matrix");
    if (node != null && matrix != null) {
      problems.add(
          fields.positionOf("matrix"),
          "a task has `for-each` or `matrix`, not both",
          "a matrix can have the items as one more list");
    }
    if (node == null && matrix == null) {
      return null;
    }
    Scope scope = scope(null, NO_ITEM_YET);
    FanOut fanOut =
        node != null
            ? new ForEachReader(values, problems).read(node, scope)
            : matrix(requireNonNull(matrix), scope);
    if (fanOut.items() == null) {
      doubtful.add("for-each");
    }
    return fanOut;
  }

  private FanOut matrix(Node matrix, Scope scope) {
    ForEach.Rows rows = new MatrixReader(values, problems, scope.constants()).read(matrix);
    Set<String> axes = rows == null ? null : new LinkedHashSet<>(rows.columns());
    return new FanOut(rows, new Scope.Item("matrix", axes));
  }

  private Scope scope(Scope.@Nullable Item item, String itemElsewhere) {
    return new Scope(
        file.params(),
        file.environment(),
        item,
        itemElsewhere,
        new Scope.Outputs(isFinal ? file.all() : file.tasks(), outputUses),
        false);
  }

  /** The value of a key, or what stands for it; remembers whether reading it found a problem. */
  private <T> T value(String key, T ifNone, Function<Node, @Nullable T> reader) {
    Node node = fields.get(key);
    if (node == null) {
      return ifNone;
    }
    int before = problems.count();
    T value = reader.apply(node);
    if (problems.count() > before) {
      doubtful.add(key);
    }
    return requireNonNullElse(value, ifNone);
  }

  private List<Name> names(String key, Declared declared) {
    return value(
        key,
        List.of(),
        node -> {
          List<Name> written = values.names(node);
          if (!declared.complete()) {
            doubtful.add(key);
          }
          return declared.resolve(written, problems);
        });
  }

  private List<NeedsReader.Written> needs() {
    var reader = new NeedsReader(values, problems);
    return value(
        "needs",
        List.of(),
        node -> {
          var needs = new LinkedHashMap<String, NeedsReader.Written>();
          for (NeedsReader.Written written : reader.read(node)) {
            Name task = beside(written.name());
            if (task != null
                && needs.put(task.text(), new NeedsReader.Written(task, written.when())) != null) {
              // With a prefix and without: read as two names.
              problems.add(task.position(), quoted(task.text()) + " is listed twice");
            }
          }
          return List.copyOf(needs.values());
        });
  }

  /**
   * The other task in full, if it is of the same section: between the two there are no needs, nor
   * pipes. Else null.
   */
  private @Nullable Name beside(Name other) {
    if (isFinal && file.tasks().meaning(other.text()) != null) {
      problems.add(
          other.position(),
          "all tasks are over when `finally` begins, and so is " + quoted(other.text()),
          "leave it out; how it ended is `tasks." + other.text() + ".result`");
      return null;
    }
    return (isFinal ? file.finals() : file.tasks()).resolve(other, problems);
  }

  private @Nullable Name pipeFrom() {
    Node node = fields.get("pipe-from");
    if (node == null) {
      return null;
    }
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      values.expected("the name of a task", node);
      return null;
    }
    return beside(new Name(scalar.text().strip(), scalar.position()));
  }

  private @Nullable Condition condition() {
    Node node = fields.get("if");
    return node == null
        ? null
        : new ConditionReader(values, problems).read(node, scope(null, NO_ITEM_FOR_IF));
  }

  private Map<String, Template> env(Scope scope) {
    Map<String, Template> own =
        value("env", Map.of(), node -> new EnvReader(values, problems).ofTask(node, scope));
    Node files = fields.get("env-file");
    if (files == null) {
      return own;
    }
    var env = new LinkedHashMap<String, Template>();
    new EnvFileReader(file.directory(), values, problems)
        .read(files, constants)
        .forEach((name, value) -> env.put(name, Template.literal(value)));
    env.putAll(own);
    return env;
  }

  private Map<String, Secret> secrets(Set<String> env) {
    List<Name> names = names("secrets", file.secrets().declared());
    if (names.isEmpty()) {
      return Map.of();
    }
    var secrets = new LinkedHashMap<String, Secret>();
    for (Name secret : names) {
      if (env.contains(secret.text())) {
        problems.add(
            secret.position(),
            "the task has a variable %s already, by `env` or `env-file`"
                .formatted(quoted(secret.text())),
            "a secret is a variable of its name: give one of the two another name");
      }
      Secret value = file.secrets().values().get(secret.text());
      if (value != null) {
        secrets.put(secret.text(), value);
      }
    }
    return secrets;
  }

  private Map<String, Integer> acquire() {
    return value(
        "acquire",
        Map.of(),
        node -> new AcquireReader(file, values, problems, constants).read(node));
  }

  private @Nullable Duration timeout() {
    Node node = fields.get("timeout");
    return node == null
        ? file.defaults().timeout()
        : new RetryReader(values, problems, constants).timeout(node);
  }

  private Retry retry() {
    Retry retry =
        value(
            "retry",
            file.defaults().retry(),
            node -> new RetryReader(values, problems, constants).retry(node));
    if (fields.has("retry") && fields.has("java") && !retry.onExit().isEmpty()) {
      problems.add(
          fields.positionOf("retry"),
          "a Java task has no exit code, so `on-exit` says nothing of it",
          "use `on`: timeout, crash, oom, failure");
    }
    return retry;
  }

  /**
   * What tasks that run once print is shown unless it says otherwise; of many, or of one that goes
   * on and on, it would be a flood.
   */
  private OutputMode output(boolean isFlood) {
    Node node = fields.get("output");
    OutputMode own = node == null ? null : new OutputModeReader(values, problems).read(node);
    OutputMode usual = isFlood ? OutputMode.NONE : OutputMode.GROUP;
    return own != null ? own : requireNonNullElse(file.defaults().output(), usual);
  }

  private Limits limits() {
    return new LimitsReader(values, problems, constants).read(fields);
  }

  private @Nullable Service service(Action action, Scope scope) {
    int before = problems.count();
    Service service = new ServiceReader(values, problems, scope).read(fields, action, isFinal);
    if (service == null && problems.count() > before) {
      doubtful.add("service");
    }
    return service;
  }

  private Set<String> tags() {
    Node node = fields.get("tags");
    if (node == null) {
      return Set.of();
    }
    var tags = new LinkedHashSet<String>();
    for (Name tag : values.names(node)) {
      values.checkName(tag.text(), tag.position());
      tags.add(tag.text());
    }
    return tags;
  }

  private Map<String, Set<String>> usedOutputs() {
    if (outputUses.isEmpty()) {
      return Map.of();
    }
    var used = new LinkedHashMap<String, Set<String>>();
    for (OutputUse use : outputUses) {
      if (use.key() != null) {
        used.computeIfAbsent(use.task().text(), _ -> new LinkedHashSet<>()).add(use.key());
      }
    }
    return used;
  }

  /** Most lists are empty, and there may be a great many tasks. */
  private static <T, R> List<R> mapped(List<T> list, Function<T, R> function) {
    return list.isEmpty() ? List.of() : list.stream().map(function).toList();
  }
}
