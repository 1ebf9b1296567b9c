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
          "finally")),
  INCLUDE(List.of("file", "prefix")),
  PARAM(List.of("type", "default", "choices", "description")),
  SECRET(List.of("env", "file")),
  WORKERS(
      List.of(
          "count",
          "threads",
          "recycle",
          "class-path",
          "java-options",
          "memory-floor",
          "jobserver")),
  RECYCLE(List.of("after-tasks", "after", "above-memory")),
  SEMAPHORE(List.of("permits", "bounded")),
  QUEUE(List.of("capacity", "order", "durable")),
  CONCURRENCY(List.of("group", "wait")),
  REPORT(List.of("html", "junit", "joblog", "trace", "prometheus")),
  DEFAULTS(List.of("timeout", "retry", "kill-after", "output")),
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
          "ready")),
  READY(List.of("port", "log", "exec", "timeout")),
  FOR_EACH(List.of("list", "range", "files", "lines", "csv", "json", "as")),
  RETRY(List.of("max", "delay", "factor", "jitter", "on", "on-exit"));

  private final Set<String> known;

  Vocabulary(List<String> known) {
    this.known = Collections.unmodifiableSet(new LinkedHashSet<>(known));
  }

  Set<String> known() {
    return known;
  }
}
