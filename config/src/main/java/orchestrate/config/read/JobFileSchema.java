package orchestrate.config.read;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of a job file (2020-12), for editors: made of what the reader knows. It says what
 * the keys and the forms of values are; that what is referred to exists, only the reader can say.
 */
public final class JobFileSchema {
  private static final int MAX = Integer.MAX_VALUE;

  private JobFileSchema() {}

  /** As JSON would have it: maps, lists, texts, numbers and truths. */
  public static Map<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    tree.put("title", "a job file of orchestrate");
    tree.putAll(job().members());
    var definitions = new LinkedHashMap<String, Object>();
    definitions.put("task", TaskSchema.task().members());
    definitions.put("retry", TaskSchema.retry().members());
    definitions.put("duration", Shapes.duration().members());
    definitions.put("size", Shapes.size().members());
    definitions.put("names", Shapes.names().members());
    definitions.put("texts", Shapes.texts().members());
    definitions.put("env", Shapes.env().members());
    tree.put("$defs", definitions);
    return tree;
  }

  private static Schema job() {
    return Schema.object(
            Vocabulary.JOB,
            Map.ofEntries(
                entry(
                    "version",
                    Schema.of("enum", List.of("1", 1))
                        .saying("the version of the language: \"1\"")),
                entry("name", Shapes.text().saying("what the job is called; else as its file is")),
                entry("include", include().saying("files with more tasks, params, semaphores")),
                entry("params", Shapes.byName(param()).saying("values that -p NAME=VALUE sets")),
                entry("env", Schema.named("env").saying("environment variables of every task")),
                entry("secrets", secrets().saying("values that only tasks have that name them")),
                entry("workers", workers().saying("the processes that run tasks")),
                entry("semaphores", Shapes.byName(semaphore()).saying("permits by name")),
                entry("locks", Schema.named("names").saying("names: one task holds each, or none")),
                entry("events", Schema.named("names").saying("names: tasks set them, and wait")),
                entry(
                    "barriers",
                    Shapes.byName(Shapes.wholeNumber(1, MAX)).saying("parties by name")),
                entry(
                    "latches", Shapes.byName(Shapes.wholeNumber(0, MAX)).saying("counts by name")),
                entry("counters", Schema.named("names").saying("names; they begin at 0")),
                entry("queues", Shapes.byName(queue()).saying("queues of texts, by name")),
                entry("concurrency", concurrency().saying("runs of one group never overlap")),
                entry(
                    "max-failures",
                    Shapes.wholeNumber(1, MAX)
                        .saying("the run stops at so many failures; without it, it goes on")),
                entry(
                    "cache-size",
                    Schema.named("size").saying("how much is kept of tasks with cache; 5g")),
                entry("report", report().saying("files for other programs")),
                entry("defaults", defaults().saying("for the tasks that have none of their own")),
                entry("tasks", tasks().saying("the tasks by name")),
                entry(
                    "finally",
                    Shapes.byName(Schema.named("task"))
                        .saying("tasks that run when all others are over, by name"))))
        .with("required", List.of("version"))
        .withAnyOf(List.of("tasks", "include"));
  }

  private static Schema secrets() {
    return Shapes.byVariable(
        Schema.object(
                Vocabulary.SECRET,
                Map.of(
                    "env",
                        Schema.of("type", "string")
                            .with("pattern", "^\\s*" + EnvReader.VARIABLE + "\\s*$")
                            .saying("the variable of orchestrate that has it"),
                    "file", Shapes.text().saying("the file that has it, which only you can read")))
            .withOneOf(List.of("env", "file")));
  }

  private static Schema include() {
    Schema path = Schema.of("type", "string").saying("a path, from this file");
    Schema entry =
        Schema.anyOf(
            path,
            Schema.object(
                    Vocabulary.INCLUDE,
                    Map.of(
                        "file",
                        path,
                        "prefix",
                        Shapes.name().saying("what its tasks' names begin with here")))
                .with("required", List.of("file")));
    return Schema.anyOf(entry, Schema.listOf(entry));
  }

  private static Schema tasks() {
    return Shapes.byName(Schema.named("task")).with("minProperties", 1);
  }

  private static Schema param() {
    Schema value = Schema.of("type", List.of("string", "number", "boolean", "null"));
    return Schema.anyOf(
        value,
        Schema.object(
            Vocabulary.PARAM,
            Map.of(
                "type", Shapes.oneOf(ParamType.names()).saying("string if nothing is said"),
                "choices", Schema.named("texts").saying("the values that it may have"),
                "default", value.saying("without one, the param must be given with -p"),
                "description", Shapes.text().saying("free text"))));
  }

  private static Schema workers() {
    return Schema.object(
        Vocabulary.WORKERS,
        Map.of(
            "count",
                orWord("cores", Shapes.wholeNumber(1, WorkersReader.MOST_WORKERS))
                    .saying("how many tasks run at a time; one per core if nothing is said"),
            "threads",
                orWord("virtual", Shapes.wholeNumber(1, WorkersReader.MOST_THREADS))
                    .saying("Java tasks at a time in each worker; 1 if nothing is said"),
            "recycle", recycle().saying("when a worker for Java tasks is replaced"),
            "class-path", Schema.named("texts").saying("of Java tasks; beside the job file"),
            "java-options", Schema.named("texts").saying("of the JVMs that run Java tasks"),
            "memory-floor",
                Shapes.memoryFloor()
                    .saying("memory that is to be free before a task is started beside others"),
            "jobserver", Shapes.flag().saying("lets make and ninja in tasks use the free slots")));
  }

  private static Schema orWord(String word, Schema other) {
    return Schema.anyOf(Schema.of("const", word), other);
  }

  private static Schema recycle() {
    return Schema.object(
        Vocabulary.RECYCLE,
        Map.of(
            "after-tasks", Shapes.wholeNumber(1, MAX).saying("when it has run so many"),
            "after", Schema.named("duration").saying("when it is so old"),
            "above-memory", Schema.named("size").saying("when its process has so much memory")));
  }

  private static Schema semaphore() {
    Schema permits = Shapes.wholeNumber(1, NamedObjectsReader.MAX_PERMITS);
    return Schema.anyOf(
        permits,
        Schema.object(
                Vocabulary.SEMAPHORE,
                Map.of(
                    "permits",
                    permits.saying("how many it has"),
                    "bounded",
                    Schema.of("const", true).saying("nobody gives back more than was taken")))
            .with("required", List.of("permits")));
  }

  private static Schema queue() {
    Schema capacity =
        Shapes.wholeNumber(1, QueueReader.MAX_CAPACITY)
            .saying(
                "how many texts it has room for; %d if nothing is said"
                    .formatted(QueueReader.DEFAULT_CAPACITY));
    return Schema.anyOf(
        capacity,
        Schema.object(
            Vocabulary.QUEUE,
            Map.of(
                "capacity",
                capacity,
                "order",
                Schema.anyOf(Shapes.oneOf(QueueReader.ORDERS), Shapes.expression())
                    .saying("which text comes out next; fifo if nothing is said"),
                "durable",
                Shapes.flag()
                    .saying("whether it is on disk, and there in the next run; it is fifo"))));
  }

  private static Schema concurrency() {
    Schema group =
        Schema.anyOf(
            Schema.of("type", "integer"), Shapes.formed(ConcurrencyReader.GROUP.pattern()));
    return Schema.anyOf(
        group,
        Schema.object(
                Vocabulary.CONCURRENCY,
                Map.of(
                    "group", group.saying("its name, the same in all job files"),
                    "wait",
                        Schema.named("duration")
                            .saying("how long to wait for the others; endlessly if not said")))
            .with("required", List.of("group")));
  }

  private static Schema report() {
    return Schema.object(
        Vocabulary.REPORT,
        Map.of(
            "html", Shapes.text().saying("a page for people: what ran when, and why"),
            "junit", Shapes.text().saying("results as JUnit's XML, for what shows test results"),
            "joblog", Shapes.text().saying("a line for each attempt, as GNU parallel writes them"),
            "trace", Shapes.text().saying("what ran when and where, for ui.perfetto.dev"),
            "prometheus",
                Shapes.text().saying("what the run has come to, for the textfile collector")));
  }

  private static Schema defaults() {
    Map<String, Schema> task = TaskSchema.keys();
    var keys = new LinkedHashMap<String, Schema>();
    Vocabulary.DEFAULTS.known().stream()
        .forEach(key -> keys.put(key, requireNonNull(task.get(key))));
    return Schema.object(Vocabulary.DEFAULTS, keys);
  }
}
