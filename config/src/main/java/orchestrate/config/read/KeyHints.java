package orchestrate.config.read;

import static java.util.Map.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to write instead of an unknown key: the names that other tools have, and typing errors. */
final class KeyHints {
  private static final String NEEDS = "did you mean `needs`?";
  private static final String IF = "did you mean `if`?";
  private static final String LAST =
      "write a task with `if: failure()` that needs this one, or one under `finally`";
  private static final String RUN = "did you mean `run`?";
  private static final String FOR_EACH = "did you mean `for-each`?";
  private static final String RETRY = "did you mean `retry`?";
  private static final String FINALLY = "did you mean `finally`?";
  private static final String TASKS = "did you mean `tasks`?";
  private static final String ENV = "did you mean `env`?";
  private static final String SECRETS = "did you mean `secrets`?";
  private static final String ACQUIRE = "did you mean `acquire`?";
  private static final String STEPS = "did you mean `run`? It takes a script of several lines";

  private static final String STOP_EARLY =
      "write `max-failures: 1`, or run with --fail-fast; in a task, `fail-fast` ends its"
          + " `for-each`";
  private static final String MAX_PARALLEL = "did you mean `max-parallel`?";
  private static final String CPUS = "did you mean `cpus`?";
  private static final String MEMORY = "did you mean `memory`, such as `memory: 2g`?";
  private static final String FAIL_FAST = "did you mean `fail-fast`?";
  private static final String ALLOW_FAILURE = "did you mean `allow-failure`?";
  private static final String EXIT_CODES = "did you mean `success-exit-codes`?";
  private static final String PIPE_FROM = "did you mean `pipe-from`?";
  private static final String PIPED_INTO = "the task that reads it says so: `pipe-from`";
  private static final String KILL_AFTER = "did you mean `kill-after`?";
  private static final String SERVICE = "did you mean `service: true`?";
  private static final String READY =
      "did you mean `ready`? It is for services: `ready: { port: 5433 }`, or `log`, or `exec`";
  private static final String REPORT = "did you mean `report`?";
  private static final String JUNIT = "did you mean `report: { junit: FILE }`?";
  private static final String OTLP =
      "spans are sent to a collector if OTEL_EXPORTER_OTLP_ENDPOINT is set in the environment";
  private static final String FILE = "did you mean `file`?";
  private static final String NOT_HERE =
      "a secret doesn't stand in the job file, only where it is: `env`, or `file`";
  private static final String FETCHED =
      "fetch it before, into a variable or a file: TOKEN=$(...) orchestrate run";
  private static final String EXEC = "did you mean `exec`?";
  private static final String TIMEOUT_ONLY =
      "it is tried again and again, with short pauses, until its `timeout` is over";

  private static final String CACHE =
      "did you mean `cache: true`? The key is all that the task depends on";
  private static final String ARTIFACTS = "did you mean `artifacts`?";
  private static final String FILES = "did you mean `inputs`, `outputs` or `artifacts`?";
  private static final String INPUTS =
      "did you mean `inputs`? While they, and all else that it depends on, are the same, the task"
          + " is up to date";
  private static final String OUTPUTS = "did you mean `outputs`?";

  private static final Map<String, String> IN_TASK =
      Map.ofEntries(
          entry("when", IF),
          entry("only-if", IF),
          entry("condition", IF),
          entry("rules", IF),
          entry("only", IF),
          entry("on-failure", LAST),
          entry("after-script", LAST),
          entry("post", LAST),
          entry("depends-on", NEEDS),
          entry("dependencies", NEEDS),
          entry("deps", NEEDS),
          entry("depends", NEEDS),
          entry("requires", NEEDS),
          entry("after", NEEDS),
          entry("script", RUN),
          entry("cmd", RUN),
          entry("command", RUN),
          entry("exec", RUN),
          entry("cmds", STEPS),
          entry("commands", STEPS),
          entry("steps", STEPS),
          entry("working-directory", "did you mean `dir`?"),
          entry("workdir", "did you mean `dir`?"),
          entry("cwd", "did you mean `dir`?"),
          entry("chdir", "did you mean `dir`?"),
          entry("executable", "did you mean `shell`?"),
          entry("interpreter", "did you mean `shell`?"),
          entry("dotenv", "did you mean `env-file`?"),
          entry("secret", SECRETS),
          entry("credentials", SECRETS),
          entry("with-credentials", SECRETS),
          entry("environment-secrets", SECRETS),
          entry("labels", "did you mean `tags`?"),
          entry("groups", "did you mean `tags`?"),
          entry("class", "did you mean `java`?"),
          entry("main", "did you mean `java`?"),
          entry(
              "args", "a command's arguments go in a list under `run`, a Java task's under `with`"),
          entry("arguments", "a command's arguments go under `run`, a Java task's under `with`"),
          entry("attempts", RETRY),
          entry("retries", RETRY),
          entry("max-attempts", RETRY),
          entry("timeout-minutes", "use `timeout`, such as `timeout: 30m`"),
          entry("timeout-seconds", "use `timeout`, such as `timeout: 30s`"),
          entry("time-limit", "did you mean `timeout`?"),
          entry("with-items", FOR_EACH),
          entry("foreach", FOR_EACH),
          entry("for", FOR_EACH),
          entry("loop", FOR_EACH),
          entry("items", FOR_EACH),
          entry("parallel", FOR_EACH),
          entry("strategy", FOR_EACH),
          entry("environment", ENV),
          entry("variables", ENV),
          entry("vars", ENV),
          entry("pool", ACQUIRE),
          entry("semaphore", ACQUIRE),
          entry("semaphores", ACQUIRE),
          entry("resources", ACQUIRE),
          entry("lock", ACQUIRE),
          entry("locks", ACQUIRE),
          entry("mutex", ACQUIRE),
          entry("resource-class", "did you mean `cpus`, or `memory`?"),
          entry("resource-group", ACQUIRE),
          entry("max-in-flight", MAX_PARALLEL),
          entry("parallelism", MAX_PARALLEL),
          entry("concurrency", MAX_PARALLEL),
          entry("max-concurrency", MAX_PARALLEL),
          entry("max-workers", MAX_PARALLEL),
          entry("throttle", MAX_PARALLEL),
          entry("limit", MAX_PARALLEL),
          entry("threads", CPUS),
          entry("cores", CPUS),
          entry("cpu", CPUS),
          entry("slots", CPUS),
          entry("weight", CPUS),
          entry("mem", MEMORY),
          entry("mem-mb", MEMORY),
          entry("memory-limit", MEMORY),
          entry("ram", MEMORY),
          entry("nice", "did you mean `priority`? Higher ones are started first"),
          entry("priority-weight", "did you mean `priority`?"),
          entry("failfast", FAIL_FAST),
          entry("fail-on-error", FAIL_FAST),
          entry("stop-on-error", FAIL_FAST),
          entry("any-errors-fatal", FAIL_FAST),
          entry("max-failures", "at the top of the file it ends the run; a task has `fail-fast`"),
          entry("continue-on-error", ALLOW_FAILURE),
          entry("ignore-errors", ALLOW_FAILURE),
          entry("ignore-error", ALLOW_FAILURE),
          entry("soft-fail", ALLOW_FAILURE),
          entry("can-fail", ALLOW_FAILURE),
          entry("allowed-exit-codes", EXIT_CODES),
          entry("exit-codes", EXIT_CODES),
          entry("success-codes", EXIT_CODES),
          entry("skip-on-exit-code", EXIT_CODES),
          entry("grace-period", KILL_AFTER),
          entry("stop-grace-period", KILL_AFTER),
          entry("kill-timeout", KILL_AFTER),
          entry("termination-grace-period", KILL_AFTER),
          entry("stop-signal", "did you mean `signal`?"),
          entry("kill-signal", "did you mean `signal`?"),
          entry("barrier", "did you mean `meets`?"),
          entry("wait-for", "did you mean `waits-for`?"),
          entry("wait", "did you mean `waits-for`?"),
          entry("stdin", PIPE_FROM),
          entry("pipe", PIPE_FROM),
          entry("pipes", PIPE_FROM),
          entry("piped-from", PIPE_FROM),
          entry("reads-from", PIPE_FROM),
          entry("stdout", PIPED_INTO),
          entry("pipe-to", PIPED_INTO),
          entry("pipe-into", PIPED_INTO),
          entry("sources", INPUTS),
          entry("srcs", INPUTS),
          entry("src", INPUTS),
          entry("input", INPUTS),
          entry("prerequisites", INPUTS),
          entry("changes", INPUTS),
          entry("checksum", INPUTS),
          entry("method", INPUTS),
          entry("status", INPUTS),
          entry("generates", OUTPUTS),
          entry("creates", OUTPUTS),
          entry("produces", OUTPUTS),
          entry("targets", OUTPUTS),
          entry("paths", FILES),
          entry("files", FILES),
          entry("cache-key", CACHE),
          entry("restore-keys", CACHE),
          entry("caches", CACHE),
          entry("artifact-paths", ARTIFACTS),
          entry("store-artifacts", ARTIFACTS),
          entry("archive", ARTIFACTS),
          entry("upload", ARTIFACTS),
          entry("upload-artifact", ARTIFACTS),
          entry("daemon", SERVICE),
          entry("background", SERVICE),
          entry("detach", SERVICE),
          entry("async", SERVICE),
          entry("services", SERVICE),
          entry("healthcheck", READY),
          entry("health-check", READY),
          entry("readiness", READY),
          entry("readiness-probe", READY),
          entry("ready-when", READY),
          entry("ready-if", READY),
          entry("port", READY),
          entry("ports", READY),
          entry(
              "reports", "`report: { junit: FILE }` is for the whole job: at the top of the file"),
          entry("junit", "`report: { junit: FILE }` is for the whole job: at the top of the file"),
          entry("desc", "did you mean `description`?"),
          entry("name", "a task's name is its key under `tasks`; free text goes in `description`"));

  private static final Map<String, String> IN_JOB =
      Map.ofEntries(
          entry("jobs", TASKS),
          entry("after-script", FINALLY),
          entry("cleanup", FINALLY),
          entry("teardown", FINALLY),
          entry("always", FINALLY),
          entry("on-exit", FINALLY),
          entry("post", FINALLY),
          entry("on-failure", "write a task under `finally` with `if: failure()`"),
          entry("services", "write each as a task with `service: true`"),
          entry("steps", TASKS),
          entry("targets", TASKS),
          entry("stages", TASKS),
          entry("vars", "did you mean `params`, or `env`?"),
          entry("variables", "did you mean `params`, or `env`?"),
          entry("parameters", "did you mean `params`?"),
          entry("inputs", "did you mean `params`?"),
          entry("environment", ENV),
          entry("secret", SECRETS),
          entry("credentials", SECRETS),
          entry("vault", SECRETS),
          entry("mutexes", "did you mean `locks`?"),
          entry("lock", "did you mean `locks`?"),
          entry("fail-fast", STOP_EARLY),
          entry("any-errors-fatal", STOP_EARLY),
          entry("max-fail-percentage", "did you mean `max-failures`? It is a number of failures"),
          entry("keep-going", "that is the default; `max-failures` ends it earlier"),
          entry("queue", "did you mean `queues`?"),
          entry("cache", "a task has `cache: true`; `cache-size` says how much is kept of all"),
          entry("pools", "did you mean `semaphores`?"),
          entry("resource-group", "did you mean `concurrency`?"),
          entry("concurrency-group", "did you mean `concurrency`?"),
          entry("mutex", "did you mean `locks`, or `concurrency`?"),
          entry("includes", "did you mean `include`?"),
          entry("import", "did you mean `include`?"),
          entry("imports", "did you mean `include`?"),
          entry("extends", "did you mean `include`?"),
          entry("reports", REPORT),
          entry("artifacts", "GitLab's `artifacts: reports: junit` is `report: { junit: FILE }`"),
          entry("test-results", JUNIT),
          entry("html", "did you mean `report: { html: FILE }`?"),
          entry("junit", JUNIT),
          entry("joblog", "did you mean `report: { joblog: FILE }`?"),
          entry("trace", "did you mean `report: { trace: FILE }`?"),
          entry("profile", "did you mean `report: { trace: FILE }`?"),
          entry("prometheus", "did you mean `report: { prometheus: FILE }`?"),
          entry("metrics", "did you mean `report: { prometheus: FILE }`?"),
          entry("otel", OTLP),
          entry("opentelemetry", OTLP),
          entry("default", "did you mean `defaults`?"));

  private static final Map<String, String> IN_REPORT =
      Map.ofEntries(
          entry("page", "did you mean `html`?"),
          entry("xml", "did you mean `junit`?"),
          entry("junit-xml", "did you mean `junit`?"),
          entry("junitxml", "did you mean `junit`?"),
          entry("job-log", "did you mean `joblog`?"),
          entry("log", "did you mean `joblog`?"),
          entry("tsv", "did you mean `joblog`?"),
          entry("profile", "did you mean `trace`?"),
          entry("timeline", "did you mean `html`, or `trace`?"),
          entry("json", "each run has a `result.json` in its folder; did you mean `trace`?"),
          entry("metrics", "did you mean `prometheus`?"),
          entry("prom", "did you mean `prometheus`?"),
          entry("otlp", OTLP),
          entry("opentelemetry", OTLP),
          entry("otel", OTLP));

  private static final Map<String, String> IN_FOR_EACH =
      Map.of(
          "items", "did you mean `list`?",
          "values", "did you mean `list`?",
          "glob", "did you mean `files`?",
          "file", "did you mean `files`, or `lines`?",
          "var", "did you mean `as`?");

  private static final Map<String, String> IN_RETRY =
      Map.of(
          "attempts", "did you mean `max`? It counts the attempts after the first",
          "limit", "did you mean `max`?",
          "backoff", "did you mean `delay`? It grows by `factor`",
          "multiplier", "did you mean `factor`?",
          "interval", "did you mean `delay`?",
          "when", "did you mean `on`?",
          "exit-codes", "did you mean `on-exit`?",
          "on-exit-codes", "did you mean `on-exit`?");

  private static final Map<String, String> IN_CONCURRENCY =
      Map.of(
          "name", "did you mean `group`?",
          "key", "did you mean `group`?",
          "timeout", "did you mean `wait`?",
          "limit", "a group has one run at a time",
          "max", "a group has one run at a time",
          "cancel-in-progress", "orchestrate cancel ends the run that a waiting one names");

  private static final Map<String, String> IN_INCLUDE =
      Map.of(
          "local", "did you mean `file`?",
          "path", "did you mean `file`?",
          "taskfile", "did you mean `file`?",
          "namespace", "did you mean `prefix`?",
          "as", "did you mean `prefix`?",
          "dir", "paths count from the folder of the job file; a task has a `dir`");

  private static final Map<String, String> IN_QUEUE =
      Map.of(
          "size", "did you mean `capacity`?",
          "max-size", "did you mean `capacity`?",
          "bound", "did you mean `capacity`?",
          "type", "did you mean `order`?",
          "kind", "did you mean `order`?",
          "persistent", "did you mean `durable`?");

  private static final Map<String, String> IN_READY =
      Map.ofEntries(
          entry("tcp", "did you mean `port`?"),
          entry("tcp-port", "did you mean `port`?"),
          entry("listen", "did you mean `port`?"),
          entry("http", "use `exec`, such as `exec: curl -fs http://localhost:8080/health`"),
          entry("http-get", "use `exec`, such as `exec: curl -fs http://localhost:8080/health`"),
          entry("url", "use `exec`, such as `exec: curl -fs http://localhost:8080/health`"),
          entry("test", EXEC),
          entry("cmd", EXEC),
          entry("command", EXEC),
          entry("run", EXEC),
          entry("script", EXEC),
          entry("output", "did you mean `log`?"),
          entry("text", "did you mean `log`?"),
          entry("log-line", "did you mean `log`?"),
          entry("grep", "did you mean `log`?"),
          entry("within", "did you mean `timeout`?"),
          entry("start-period", "did you mean `timeout`?"),
          entry("interval", TIMEOUT_ONLY),
          entry("period", TIMEOUT_ONLY),
          entry("retries", TIMEOUT_ONLY));

  private static final Map<String, String> IN_SECRET =
      Map.ofEntries(
          entry("environment", ENV),
          entry("variable", ENV),
          entry("var", ENV),
          entry("from-env", ENV),
          entry("env-var", ENV),
          entry("path", FILE),
          entry("from-file", FILE),
          entry("value", NOT_HERE),
          entry("default", NOT_HERE),
          entry("text", NOT_HERE),
          entry("vault", FETCHED),
          entry("command", FETCHED),
          entry("run", FETCHED),
          entry("exec", FETCHED));

  private KeyHints() {}

  static @Nullable String of(String key, Vocabulary place) {
    String usual = synonyms(place).get(key.replace('_', '-'));
    if (usual != null) {
      return usual;
    }
    String nearest = DidYouMean.hint(key, place.known());
    return nearest != null ? nearest : elsewhere(key, place);
  }

  private static Map<String, String> synonyms(Vocabulary place) {
    return switch (place) {
      case JOB -> IN_JOB;
      case TASK -> IN_TASK;
      case FOR_EACH -> IN_FOR_EACH;
      case RETRY -> IN_RETRY;
      case QUEUE -> IN_QUEUE;
      case INCLUDE -> IN_INCLUDE;
      case CONCURRENCY -> IN_CONCURRENCY;
      case READY -> IN_READY;
      case REPORT -> IN_REPORT;
      case SECRET -> IN_SECRET;
      case PARAM -> Map.of("required", "a param without a default is required");
      case WORKERS -> Map.of("classpath", "did you mean `class-path`?");
      case SEMAPHORE, DEFAULTS, RECYCLE -> Map.of();
    };
  }

  private static @Nullable String elsewhere(String key, Vocabulary place) {
    if (place != Vocabulary.TASK && Vocabulary.TASK.known().contains(key)) {
      return "`" + key + "` belongs to a task";
    }
    if (place != Vocabulary.JOB && Vocabulary.JOB.known().contains(key)) {
      return "`" + key + "` belongs to the top of the file";
    }
    return null;
  }
}
