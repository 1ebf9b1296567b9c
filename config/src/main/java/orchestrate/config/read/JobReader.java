package orchestrate.config.read;

import static java.util.Objects.requireNonNull;
import static orchestrate.config.Problems.quoted;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import orchestrate.config.DeclaredQueue;
import orchestrate.config.JobFile;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.Retry;
import orchestrate.config.SourceText;
import orchestrate.config.Stopping;
import orchestrate.config.TaskSpec;
import orchestrate.config.Workers;
import orchestrate.config.read.NamedObjectsReader.Section;
import orchestrate.config.read.SecretsReader.Secrets;
import orchestrate.config.read.Surroundings.Defaults;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads the top level of a job file, section by section, and has the whole checked. */
final class JobReader {
  private final JobTree tree;
  private final SourceText source;
  private final Problems problems;
  private final Values values;

  JobReader(JobTree tree, Problems problems) {
    this.tree = tree;
    this.source = tree.source();
    this.problems = problems;
    this.values = new Values(problems, new Expressions(problems));
  }

  /** If there are problems, what it gives is not to be used. */
  JobFile read(Map<String, String> given, Map<String, String> process) {
    Fields fields = Fields.of(tree.root(), Vocabulary.JOB, problems);
    checkVersion(fields.get("version"));
    checkDefaults(fields.get("defaults"));
    Path directory = requireNonNull(source.path().toAbsolutePath().normalize().getParent());
    var secretsReader = new SecretsReader(directory, values, problems, fields.get("secrets"));
    Environment inherited = Environment.of(process, secretsReader.variables());
    Params params = params(fields, given, inherited);
    Environment environment =
        new EnvReader(values, problems).ofJob(fields.get("env"), params, inherited);
    Scope scope = Scope.constant(params, environment);
    Secrets secrets = secretsReader.read(scope, process, environment.job().keySet());
    String name = name(fields.get("name"), scope);
    Workers workers = new WorkersReader(values, problems, scope).read(fields.get("workers"));
    var objects = new NamedObjectsReader(values, problems, scope);
    Section<Integer> semaphores = objects.semaphores(fields.get("semaphores"));
    Declared locks = objects.names("lock", fields.get("locks"));
    Declared events = objects.names("event", fields.get("events"));
    Section<Integer> barriers = objects.barriers(fields.get("barriers"));
    Section<Integer> latches = objects.latches(fields.get("latches"));
    Declared counters = objects.names("counter", fields.get("counters"));
    Section<DeclaredQueue> queues = objects.queues(fields.get("queues"));
    Mapping tasks = tasks(fields);
    Mapping finals = finals(fields);
    var ordinary = new Declared("task", tasks.entries().keySet(), true);
    var last = new Declared("task under `finally`", finals.entries().keySet(), true);
    var surroundings =
        new Surroundings(
            directory,
            params,
            environment,
            secrets,
            ordinary,
            last,
            finals.entries().isEmpty() ? ordinary : ordinary.and(last),
            semaphores.declared().and(locks),
            permits(semaphores, locks),
            locks.names(),
            events,
            barriers.declared(),
            defaults(fields, scope));
    var drafts = new ArrayList<TaskDraft>();
    tasks.entries().values().forEach(task -> drafts.add(draft(task, surroundings, false)));
    drafts.addAll(finalDrafts(finals, tasks, surroundings));
    var byName = new LinkedHashMap<String, TaskDraft>();
    drafts.forEach(draft -> byName.put(draft.name(), draft));
    var ancestors = new Ancestors(drafts);
    new PipeCheck(byName, problems).run();
    new OrderCheck(drafts, problems).run();
    new EventCheck(drafts, problems).run();
    new OutputUseCheck(drafts, ancestors, problems).run();
    new BarrierCheck(drafts, barriers, ancestors, problems).run();
    new ServiceCheck(byName, problems).run();
    return new JobFile(
        source,
        NodePlace.of(tree.root()),
        name,
        Collections.unmodifiableMap(new LinkedHashMap<>(params.values())),
        Collections.unmodifiableMap(new LinkedHashMap<>(environment.job())),
        Collections.unmodifiableMap(secrets.values()),
        workers,
        Collections.unmodifiableMap(semaphores.values()),
        Collections.unmodifiableSet(locks.names()),
        Collections.unmodifiableSet(events.names()),
        Collections.unmodifiableMap(barriers.values()),
        Collections.unmodifiableMap(latches.values()),
        Collections.unmodifiableSet(counters.names()),
        Collections.unmodifiableMap(queues.values()),
        new ConcurrencyReader(values, problems, scope).read(fields.get("concurrency")),
        maxFailures(fields.get("max-failures"), scope),
        cacheSize(fields.get("cache-size"), scope),
        new ReportReader(values, problems, scope, source.path()).read(fields.get("report")),
        specs(drafts));
  }

  private void checkVersion(@Nullable Node version) {
    if (version == null) {
      problems.add(source.start(), "the file has no `version`", Values.VERSION_HINT);
    } else {
      values.checkVersion(version);
    }
  }

  private Params params(Fields fields, Map<String, String> given, Environment process) {
    Position place = fields.has("params") ? fields.positionOf("params") : source.start();
    return new ParamsReader(given, process, values, problems).read(fields.get("params"), place);
  }

  private String name(@Nullable Node node, Scope scope) {
    if (node == null) {
      return defaultName(source.path());
    }
    String name = values.text(node, scope);
    if (name != null && name.isBlank()) {
      problems.add(
          node.position(),
          "the name is empty",
          "leave it out: then it is that of the file or its folder");
    }
    return name == null ? "" : name;
  }

  /** The file's name without its ending; for a job.yaml, that of its folder. */
  private static String defaultName(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    String file = String.valueOf(absolute.getFileName());
    int dot = file.lastIndexOf('.');
    String base = dot > 0 ? file.substring(0, dot) : file;
    Path folder = absolute.getParent();
    Path folderName = folder == null ? null : folder.getFileName();
    return base.equals("job") && folderName != null ? folderName.toString() : base;
  }

  private Mapping tasks(Fields fields) {
    Node node = fields.get("tasks");
    var none = new Mapping(Map.of(), source.start());
    if (node == null) {
      // An unknown key may be what was meant to be `tasks`.
      if (fields.allKnown()) {
        problems.add(
            source.start(),
            "the file has no `tasks`",
            "write it like `tasks: { hello: { run: echo hello } }`");
      }
      return none;
    }
    Mapping tasks = values.mapping(node, "a mapping of names to tasks");
    if (tasks != null && tasks.entries().isEmpty()) {
      problems.add(
          node.position(),
          "there is no task to run",
          "write it like `tasks: { hello: { run: echo hello } }`");
    }
    return tasks == null ? none : tasks;
  }

  private Mapping finals(Fields fields) {
    Node node = fields.get("finally");
    Mapping finals = node == null ? null : values.mapping(node, "a mapping of names to tasks");
    return finals == null ? new Mapping(Map.of(), source.start()) : finals;
  }

  private void checkDefaults(@Nullable Node node) {
    Mapping defaults = node == null ? null : values.mapping(node, "a mapping");
    if (defaults != null) {
      Fields.of(defaults, Vocabulary.DEFAULTS, problems);
    }
  }

  private Defaults defaults(Fields job, Scope scope) {
    Mapping defaults =
        job.get("defaults") instanceof Mapping mapping
            ? mapping
            : new Mapping(Map.of(), source.start());
    Node timeout = defaults.get("timeout");
    Node retry = defaults.get("retry");
    Node output = defaults.get("output");
    var attempts = new RetryReader(values, problems, scope);
    return new Defaults(
        timeout == null ? null : attempts.timeout(timeout),
        retry == null ? Retry.NONE : attempts.retry(retry),
        stopping(defaults.get("kill-after"), scope),
        output == null ? null : new OutputModeReader(values, problems).read(output));
  }

  private Stopping stopping(@Nullable Node killAfter, Scope scope) {
    Stopping usual = Stopping.DEFAULT;
    return new Stopping(
        usual.signal(),
        new StoppingReader(values, problems, scope).killAfter(killAfter, usual.killAfter()));
  }

  private long cacheSize(@Nullable Node node, Scope scope) {
    Long size = node == null ? null : values.size(node, scope);
    return size == null ? JobFile.USUAL_CACHE_SIZE : size;
  }

  private OptionalInt maxFailures(@Nullable Node node, Scope scope) {
    Integer max =
        node == null
            ? null
            : values.wholeNumber(node, scope, "`max-failures`", 1, Integer.MAX_VALUE);
    return max == null ? OptionalInt.empty() : OptionalInt.of(max);
  }

  private static Map<String, Integer> permits(Section<Integer> semaphores, Declared locks) {
    var permits = new HashMap<>(semaphores.values());
    locks.names().forEach(lock -> permits.put(lock, 1));
    return permits;
  }

  private List<TaskDraft> finalDrafts(Mapping finals, Mapping tasks, Surroundings surroundings) {
    var drafts = new ArrayList<TaskDraft>();
    for (Entry entry : finals.entries().values()) {
      Scalar key = entry.key();
      Entry same = tasks.entries().get(key.text());
      if (same == null) {
        drafts.add(draft(entry, surroundings, true));
      } else {
        problems.add(
            key.position(),
            "there is a task " + quoted(key.text()) + " under `tasks` already",
            "it is %s; give this one another name"
                .formatted(same.key().position().seenFrom(key.position())));
      }
    }
    return drafts;
  }

  private TaskDraft draft(Entry entry, Surroundings surroundings, boolean isFinal) {
    var name = new Name(entry.key().text(), entry.key().position());
    values.checkName(name.text(), name.position());
    if (!(entry.value() instanceof Mapping mapping)) {
      values.expected(
          "a task", entry.value(), "write it like " + quoted(name.text() + ": { run: ... }"));
      return TaskDraft.unreadable(name, isFinal);
    }
    Fields fields = Fields.of(mapping, Vocabulary.TASK, problems);
    Surroundings seen = surroundings.seenBy(tree.naming(name.text()));
    return new TaskReader(seen, values, problems, name, fields, isFinal).read();
  }

  private static Map<String, TaskSpec> specs(List<TaskDraft> drafts) {
    var specs = new LinkedHashMap<String, TaskSpec>();
    drafts.forEach(draft -> specs.put(draft.name(), draft.spec()));
    return Collections.unmodifiableMap(specs);
  }
}
