package orchestrate.config.read;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that the language has at each place where they are fixed. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are unmodifiable
enum Vocabulary {
  JOB(
      List.of(
          "version",
          "name",
          "include",
          "params",
          "env",
          "secrets",
          "workers",
          "semaphores",
          "locks",
          "events",
          "barriers",
          "latches",
          "counters",
          "queues",
          "concurrency",
          "max-failures",
          "cache-size",
          "report",
          "defaults",
          "tasks",
          "finally"),
      List.of()),
  INCLUDE(List.of("file", "prefix"), List.of()),
  PARAM(List.of("type", "default", "choices", "description"), List.of()),
  SECRET(List.of("env", "file"), List.of()),
  WORKERS(
      List.of(
          "count", "threads", "recycle", "class-path", "java-options", "memory-floor", "jobserver"),
      List.of()),
  RECYCLE(List.of("after-tasks", "after", "above-memory"), List.of()),
  SEMAPHORE(List.of("permits", "bounded"), List.of()),
  QUEUE(List.of("capacity", "order", "durable"), List.of()),
  CONCURRENCY(List.of("group", "wait"), List.of()),
  REPORT(List.of("html", "junit", "joblog", "trace"), List.of()),
  DEFAULTS(List.of("timeout", "retry", "kill-after", "output"), List.of()),
  TASK(
      List.of(
          "description",
          "run",
          "java",
          "with",
          "class-path",
          "needs",
          "if",
          "for-each",
          "matrix",
          "acquire",
          "sets",
          "waits-for",
          "meets",
          "pipe-from",
          "timeout",
          "retry",
          "kill-after",
          "signal",
          "max-parallel",
          "priority",
          "cpus",
          "memory",
          "fail-fast",
          "allow-failure",
          "success-exit-codes",
          "inputs",
          "outputs",
          "artifacts",
          "cache",
          "output",
          "env",
          "env-file",
          "secrets",
          "dir",
          "shell",
          "tags",
          "service",
          "ready"),
      List.of()),
  READY(List.of("port", "log", "exec", "timeout"), List.of()),
  FOR_EACH(List.of("list", "range", "files", "lines", "csv", "json", "as"), List.of()),
  RETRY(List.of("max", "delay", "factor", "jitter", "on", "on-exit"), List.of());

  private final Set<String> known;
  private final Set<String> planned;

  Vocabulary(List<String> known, List<String> planned) {
    this.known = Collections.unmodifiableSet(new LinkedHashSet<>(known));
    this.planned = Set.copyOf(planned);
  }

  Set<String> known() {
    return known;
  }

  /** Part of the language, but not of this version. */
  boolean isPlanned(String key) {
    return planned.contains(key);
  }
}
